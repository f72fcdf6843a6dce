// qualcode, the coding page (Apache-2.0). Built from frontend/src; edit there.
var wt=/Mac|iPhone|iPad/.test(navigator.platform),ji=1500,Ii="button, summary, a[href], input[type=checkbox], input[type\
=radio], [role=button], [role=option], [role=tab]",_i="input:not([type=checkbox], [type=radio], [type=button], [type=sub\
mit], [type=range]), textarea, select, [contenteditable=true], [contenteditable='']",yt=class{constructor(t,e={}){if(this.
root=t,this.alone=e.alone??!0,this.layers=[],this.signs=!0,this.before="",this.beforeTime=0,this.listener=s=>{this.#t(s),
this.alone||s.stopPropagation()},this.kept=s=>s.stopPropagation(),this.from=this.alone?document:t,this.from.addEventListener(
"keydown",this.listener),!this.alone)for(let s of["keyup","keypress"])t.addEventListener(s,this.kept)}add(t){return this.
layers.unshift(t),()=>{let e=this.layers.indexOf(t);e>=0&&this.layers.splice(e,1)}}list(){let t=new Set,e=[];for(let s of this.
layers.flat())s.when&&!s.when()||t.has(s.keys)||(t.add(s.keys),s.quiet||e.push(s));return e}close(){this.from.removeEventListener(
"keydown",this.listener);for(let t of["keyup","keypress"])this.root.removeEventListener(t,this.kept)}#t(t){if(t.defaultPrevented||
t.isComposing||t.key==="Process"||t.key==="Dead")return;let e=t.target;if((!e||e===document.body||e===document.documentElement?
!this.alone:!this.root.contains(e))||["Shift","Control","Alt","Meta","CapsLock","AltGraph"].includes(t.key))return;let i=!!e?.
closest?.(_i),n=[...this.root.querySelectorAll("dialog[open]")].pop();if(n&&!n.contains(e))return;let r=Ri(t);if(!this.signs&&
r.length===1||(r==="Enter"||r==="Space")&&e?.closest?.(Ii)||r.startsWith("Arrow")&&e?.closest?.("input[type=radio], inpu\
t[type=range]"))return;let c=this.before&&t.timeStamp-this.beforeTime<ji?`${this.before} ${r}`:"";if(this.before="",n&&r===
"Escape")return;let l=u=>(u.typing||!i&&!n)&&(!u.when||u.when()),h=u=>{for(let f of this.layers)for(let g of f)if(!(!g.keys.
split(" or ").includes(u)||!l(g))){if(t.repeat&&g.repeat===!1)return t.preventDefault(),!0;if(g.run(t)!==!1)return t.preventDefault(),
!0}return!1};if(c&&h(c))return;if(c&&r.length===1){t.preventDefault();return}if(h(r))return;this.layers.flat().some(u=>u.
keys.split(" or ").some(f=>f.startsWith(`${r} `))&&l(u))&&(this.before=r,this.beforeTime=t.timeStamp)}};function Ri(a){let t=[],
e=a.key===" "?"Space":a.key;a.getModifierState?.("AltGraph")&&e.length===1||((wt?a.metaKey:a.ctrlKey)?t.push("Mod"):a.ctrlKey?
t.push("Ctrl"):a.metaKey&&t.push("Meta"),a.altKey&&t.push("Alt"));let i=/^Key([A-Z])$/.exec(a.code??"")?.[1];return i&&e.
length===1&&(/^\p{L}$/u.test(e)&&!/^\p{Script=Latin}$/u.test(e)||a.altKey)&&(e=a.shiftKey?i:i.toLowerCase()),/^[A-Za-z]$/.
test(e)&&(e=a.shiftKey?e.toUpperCase():e.toLowerCase()),a.shiftKey&&(e.length>1||t.length)&&t.push("Shift"),t.push(t.length&&
e.length===1?e.toLowerCase():e),t.join("+")}var Di={Mod:wt?"⌘":"Ctrl",Alt:wt?"⌥":"Alt",ArrowLeft:"←",ArrowRight:"→",
ArrowUp:"↑",ArrowDown:"↓",Escape:"Esc",PageUp:"Page up",PageDown:"Page down",Delete:"Del"};function ie(a){let t=e=>{
if(e.endsWith("+"))return e;let s=e.split("+"),i=s.map(r=>Di[r]??r),n=i.length-1;return/^[A-Za-z]$/.test(i[n])&&(s.length===
1&&i[0]!==i[0].toLowerCase()?i.unshift("Shift"):s.length>1&&(i[n]=i[n].toUpperCase())),i.join("+")};return a.split(" or ").
map(e=>e.split(" ").map(t))}function X(a){return ie(a).map(t=>t.join(" then ")).join(", ")}function bt(a){let t=a.split(
" or ").filter(e=>!e.includes(" ")).map(e=>e.replace("Mod",wt?"Meta":"Control"));return t.length?t.join(" "):null}var Ye="http://www.w3.org/2000/svg";function o(a,t,...e){let s=document.createElement(a);for(let[i,n]of Object.entries(t??
{}))if(!(n==null||n===!1))if(i==="on")for(let[r,c]of Object.entries(n))s.addEventListener(r,c);else if(i==="style")for(let[
r,c]of Object.entries(n))s.style.setProperty(r,String(c));else if(i==="data")for(let[r,c]of Object.entries(n))s.dataset[r]=
String(c);else if(i==="class")s.className=n;else if(i==="value"&&"value"in s)s.value=n;else{if(/^on|^style$|^srcdoc$/i.test(
i))throw new Error(`attribute ${i} is not set this way`);s.setAttribute(i,n===!0?"":String(n))}return ne(s,e),s}function ne(a,t){
if(!(t==null||t===!1||t===!0))if(Array.isArray(t))for(let e of t)ne(a,e);else a.append(t instanceof Node?t:document.createTextNode(
String(t)))}function m(a,...t){a.replaceChildren(),ne(a,t)}var Pi={undo:"M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",redo:"m\
15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",help:"M9.1 9a3 3 0 0 1 5.8 1c0 2-3 2.5-3 4M12 18h.01M22 12a10 10 0 1 1-20 0 10 1\
0 0 0 1 20 0",sun:"M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10M12 1v2M12 21v2M4.2 4.2l1.4 1.4M18.4 18.4l1.4 1.4M1 12h2M21 12h2M\
4.2 19.8l1.4-1.4M18.4 5.6l1.4-1.4",moon:"M21 12.8A9 9 0 1 1 11.2 3a7 7 0 0 0 9.8 9.8",close:"M6 6l12 12M18 6 6 18",memo:"\
M4 4h16v12l-5 5H4zM15 21v-5h5",check:"m4 12 6 6L20 6",circle:"M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16",dot:"M12 20a8 8 0 1 \
0 0-16 8 8 0 0 0 0 16M12 12h.01",half:"M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 4v16M12 7h3M12 10h6M12 13h6M12 16h4",list:"\
M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01",search:"M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16M21 21l-4.3-4.3",plus:"M1\
2 5v14M5 12h14",left:"m15 18-6-6 6-6",right:"m9 18 6-6-6-6",up:"m18 15-6-6-6 6",down:"m6 9 6 6 6-6",trash:"M3 6h18M8 6V4\
h8v2M6 6l1 15h10l1-15",edit:"M12 20h9M16.5 3.5a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4z",out:"M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 \
2-2h4M16 17l5-5-5-5M21 12H9",person:"M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 3.6-6 8-6s8 2 8 6",warn:"M12 3 2 20h20z\
M12 10v4M12 17h.01",screen:"M3 4h18v12H3zM8 21h8M12 16v5",more:"M5 12h.01M12 12h.01M19 12h.01",filter:"M3 5h18l-7 8v6l-4\
 2v-8z",key:"M15 9h.01M21 9a6 6 0 1 1-11.2 3L3 18.8V21h3v-2h2v-2h2l1.8-2",move:"M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-\
3M6 9l-3 3 3 3M18 9l3 3-3 3",split:"M4 12h6l6-6h4M10 12l6 6h4M17 3l3 3-3 3M17 15l3 3-3 3",merge:"M20 12h-6L8 6H4M14 12l-\
6 6H4M17 9l3 3-3 3",eye:"M1 12s4-8 11-8 11 8 11 8-4 8-11 8S1 12 1 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",hidden:"M3 3l18 \
18M10.6 5.1A11 11 0 0 1 12 5c7 0 11 7 11 7a18 18 0 0 1-3.2 4M6.6 6.6A18 18 0 0 0 1 12s4 7 11 7a11 11 0 0 0 5.4-1.4"};function M(a){
let t=document.createElementNS(Ye,"svg");t.setAttribute("viewBox","0 0 24 24"),t.setAttribute("class","qc-icon"),t.setAttribute(
"aria-hidden","true");let e=document.createElementNS(Ye,"path");return e.setAttribute("d",Pi[a]),t.append(e),t}function p(a,t,e={}){
let{icon:s,bare:i,class:n,keys:r,...c}=e,l=r?X(r):"";return o("button",{type:"button",class:`qc-button ${i?"qc-bare":""}\
 ${n??""}`.trim(),"aria-label":i?a:null,title:(i?l?`${a} (${l})`:a:l)||null,"aria-keyshortcuts":r?bt(r):null,on:{click:t},
...c},s?M(s):null,i?null:a)}function C(a){return String(a).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,"")}
function b(a,t,e){return`${a.toLocaleString("en")} ${a===1?t:e??t+"s"}`}var Ge=0;function S(a="qc"){return Ge+=1,`${a}-${Ge}`}
function R(a){let t=crypto.getRandomValues(new Uint8Array(16));return a+[...t].map(e=>e.toString(16).padStart(2,"0")).join(
"")}var lt=[["Blue","#1f5fa8"],["Orange","#9c3a00"],["Green","#1b6b3a"],["Purple","#7b2d8b"],["Ochre","#7d5200"],["Teal","#0\
0666b"],["Crimson","#a3164b"],["Grey","#4a4f57"]],Bi=7,Wi=.035;function Ui(a){let t=a;if(!a.startsWith("#")){let e=document.
createElement("canvas").getContext("2d");if(!e)return null;let s=["#000000","#ffffff"].map(i=>(e.fillStyle=i,e.fillStyle=
a,e.fillStyle));if(s[0]!==s[1])return null;t=s[0]}return/^#[0-9a-f]{6}$/i.test(t)?[1,3,5].map(e=>parseInt(t.slice(e,e+2),
16)/255):null}function Ve(a){let t=Ui(a);if(!t)return null;let[e,s,i]=t.map(d=>d<=.04045?d/12.92:((d+.055)/1.055)**2.4),
n=Math.cbrt(.4122214708*e+.5363325363*s+.0514459929*i),r=Math.cbrt(.2119034982*e+.6806995451*s+.1073969566*i),c=Math.cbrt(
.0883024619*e+.2817188376*s+.6299787005*i),l=1.9779984951*n-2.428592205*r+.4505937099*c,h=.0259040371*n+.7827717662*r-.808675766*
c;return[(Math.atan2(h,l)/(2*Math.PI)+1)%1,Math.hypot(l,h)]}function Ki(a){let t=Ve(a);if(!t)return[];let e=lt.map(([,s],i)=>{
let[n]=Ve(s),r=Math.abs(n-t[0]);return i===Bi?t[1]<Wi?-1:1:Math.min(r,1-r)});return lt.map((s,i)=>i).sort((s,i)=>e[s]-e[i])}
function kt(a){return lt.findIndex(([,t])=>t===a.toLowerCase())}function Qe(a){let t=new Map,e=s=>![...t.values()].includes(
s);for(let s of a)kt(s.color)>=0&&t.set(s.code,kt(s.color));for(let s of a){if(t.has(s.code)||!s.color)continue;let i=Ki(
s.color);i.length&&t.set(s.code,i.find(e)??i[0])}return a.forEach((s,i)=>{if(t.has(s.code))return;let n=lt.map((r,c)=>(i+
c)%8);t.set(s.code,n.find(e)??i%8)}),t}function Xe(a,t){let e=S("hue"),i=[...t.color&&kt(t.color)<0?[[`As it is: ${t.color}`,
t.color,a.hueOf(t.code)]]:[],...lt.map(([l,h],d)=>[l,h,d]),["By its place","",-1]],n=kt(t.color)>=0?t.color.toLowerCase():
t.color,r=i.map(([l,h,d])=>{let u=o("input",{type:"radio",name:e,value:h});return u.checked=h===n,o("label",{class:"qc-h\
ue-choice",data:d<0?{}:{hue:d}},u,d<0?null:o("span",{class:"qc-letter","aria-hidden":"true"},a.letterOf(t.code)),l)}),c=o(
"fieldset",{class:"qc-field qc-hues"},o("legend",{class:"qc-label"},"Colour of the theme and all beneath it"),o("div",{class:"\
qc-hue-choices"},r));return{element:c,value:()=>c.querySelector("input:checked")?.value??t.color}}var zi=["id","start","end","code","coder","origin","blind","suggestion","time","stale","memos","key"],Hi=new Set(["heade\
r","heading","stage","unassigned"]),D=1200,Ze=new Intl.Segmenter(void 0,{granularity:"grapheme"}),Fi=new Intl.Segmenter(
void 0,{granularity:"word"}),Ji=/[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u;function J(a,t){return a.start-t.start||t.
end-a.end||(a.id<t.id?-1:a.id>t.id?1:0)}var oe=class extends Map{constructor(t){super(),this.doc=t,this.within=new Map,this.
unseen=new Set,this.sorted=null}set(t,e){this.delete(t),super.set(t,e),this.sorted=null;let s=this.doc.blocksIn(e.start,
e.end);for(let i of s){let n=this.within.get(i);n?n.add(e):this.within.set(i,new Set([e]))}return s.length||this.unseen.
add(e),this}delete(t){let e=this.get(t);if(!e)return!1;super.delete(t),this.sorted=null,this.unseen.delete(e);for(let s of this.
doc.blocksIn(e.start,e.end))this.within.get(s)?.delete(e);return!0}clear(){super.clear(),this.within.clear(),this.unseen.
clear(),this.sorted=null}};function ts(a){return Object.fromEntries(zi.map((t,e)=>[t,a[e]]))}var W=class{constructor(t){
this.document=t.document,this.version=t.version,this.title=t.title,this.kind=t.kind,this.text=t.text,this.hidden=t.hidden,
this.mustHide=t.must_hide,this.looked=t.looked,this.done=t.done,this.turnMemos=t.turn_memos??{},this.#t(),this.length=this.
units?this.units.length-1:this.text.length,this.turns=t.turns.map(([e,s,i,n,r,c,l,h],d)=>{let u=[];for(let f=0;f<h.length;f+=
2)u.push([h[f],h[f+1]]);return{number:e,speaker:s,role:i,person:n,asks:r,time:c,part:l,ranges:u,start:h[0],end:h[h.length-
1],place:d}}),this.blocks=[],this.worded=new WeakMap,this.#i(t.gaps),this.codings=new oe(this);for(let e of t.codings)this.
put(ts(e))}#t(){if(this.units=null,!/[\ud800-\udbff][\udc00-\udfff]/.test(this.text))return;let t=new Int32Array(this.text.
length+1),e=0;for(let s=0;s<this.text.length;e++)t[e]=s,s+=this.text.codePointAt(s)>65535?2:1;t[e]=this.text.length,this.
units=t.slice(0,e+1)}unit(t){return this.units?this.units[Math.max(0,Math.min(t,this.length))]:t}point(t,e=!1){let s=this.#e(
t);return e&&this.unit(s)<t?Math.min(s+1,this.length):s}#e(t){if(!this.units)return t;let e=0,s=this.units.length-1;for(;e<
s;){let i=e+s+1>>1;this.units[i]<=t?e=i:s=i-1}return e}slice(t,e){return this.text.slice(this.unit(t),this.unit(e))}printed(t,e){
let s=[];for(let i of this.blocksIn(t,e))i.kind==="speech"&&s.push(this.slice(Math.max(t,i.start),Math.min(e,i.end)));return(s.
length?s.join(" "):this.slice(t,e)).replace(/\s+/g," ").trim()}#i(t){let e=[];for(let i of this.turns)for(let[n,r]of i.ranges)
e.push({start:n,end:r,turn:i,gap:null});for(let[i,n,r]of t)Hi.has(r)&&e.push({start:i,end:n,turn:null,gap:r});e.sort((i,n)=>i.
start-n.start||i.end-n.end);let s=null;for(let{start:i,end:n,turn:r,gap:c}of e){if(c&&!this.slice(i,n).trim())continue;let l=r!==
null&&r!==s;for(let[h,d]of this.#s(i,n))this.blocks.push({start:h,end:d,kind:r?"speech":"gap",turn:r,gap:c,first:l}),l=!1;
s=r}}#s(t,e){if(e-t<=D)return[[t,e]];let s=[],i=this.unit(t),n=this.unit(e);for(;n-i>D;){let r=this.text.slice(i,i+D),c=r.
lastIndexOf(`
`)+1;if(c<D/4){let l=[...r.matchAll(/[.!?…]["'”’)]*\s+/gu)].pop();c=l?l.index+l[0].length:0}c<D/4&&(c=r.lastIndexOf(
" ")+1),c<D/4&&(c=Ze.segment(this.text.slice(i,i+2*D)).containing(D)?.index||D),s.push([this.point(i),this.point(i+c)]),
i+=c}return i<n&&s.push([this.point(i),e]),s}blocksIn(t,e){let s=0,i=this.blocks.length;for(;s<i;){let r=s+i>>1;this.blocks[r].
end<=t?s=r+1:i=r}let n=[];for(let r=s;r<this.blocks.length&&this.blocks[r].start<e;r++)n.push(this.blocks[r]);return n}turnAt(t){
return(this.blocksIn(t,t+1)[0]??this.blocks.find(s=>s.start>=t))?.turn??null}trimmed(t,e){let s=this.blocksIn(t,e);for(let i of s){
let n=this.unit(Math.max(t,i.start)),r=this.text.slice(n,this.unit(Math.min(e,i.end))).search(/\S/u);if(!(r<0))for(let c=s.
length-1;c>=0;c--){let l=this.unit(Math.max(t,s[c].start)),h=this.text.slice(l,this.unit(Math.min(e,s[c].end))).trimEnd();
if(h)return{start:this.point(n+r),end:this.point(l+h.length)}}}return null}snapped(t,e){return{start:this.edge(t,-1),end:this.
edge(e,1)}}edge(t,e){let s=this.blocksIn(t,t+1)[0];if(!s||t<=s.start)return t;let i=this.unit(s.start),n=Ze.segment(this.
text.slice(i,this.unit(s.end))).containing(this.unit(t)-i);return!n||n.index===this.unit(t)-i?t:this.point(i+n.index+(e>
0?n.segment.length:0))}step(t,e){let s=this.blocks;if(!s.length)return t;let i=this.blockAt(e>0?t:t-1);if(i<0)return t;e>
0&&t>=s[i].end&&(i+=1),e<0&&t<=s[i].start&&(i-=1);let n=s[i];return n?(e>0&&t<n.start&&(t=n.start),e<0&&t>n.end&&(t=n.end),
this.edge(Math.max(n.start,Math.min(n.end,t+e)),e)):t}blockAt(t){let e=0,s=this.blocks.length-1;for(;e<s;){let i=e+s+1>>
1;this.blocks[i].start<=t?e=i:s=i-1}return s<0?-1:e}words(t){let e=this.worded.get(t);if(!e){let s=this.unit(t.start);e=
[];for(let{index:i,segment:n}of Fi.segment(this.text.slice(s,this.unit(t.end))))Ji.test(n)&&e.push([this.point(s+i),this.
point(s+i+n.length)]);this.worded.set(t,e)}return e}word(t,e){for(let s=Math.max(0,this.blockAt(t));s>=0&&s<this.blocks.
length;s+=e){let i=this.words(this.blocks[s]),n=e>0?i.find(r=>r[0]>=t):i.filter(r=>r[0]<t).at(-1);if(n)return n}return null}put(t){
this.codings.set(t.id,t)}ordered(){return this.codings.sorted??=[...this.codings.values()].sort(J),this.codings.sorted}codingsOf(t){
let e=this.codings.within.get(t);return e?.size?[...e].sort(J):[]}codingsIn(t,e){let s=new Set(this.codings.unseen);for(let i of this.
blocksIn(t,e))for(let n of this.codings.within.get(i)??[])s.add(n);return[...s].filter(i=>i.start<e&&i.end>t).sort(J)}apply(t,e){
let s=[],i=t.added.map(ts),n=new Set(t.gone);if(e){let r=new Set(i.map(c=>c.id));for(let c of this.codings.keys())!r.has(
c)&&!this.codings.get(c)?.unsaved&&n.add(c)}for(let r of n){let c=this.codings.get(r);c&&(this.codings.delete(r),s.push(
[c.start,c.end]))}for(let r of i){let c=this.codings.get(r.id);c&&JSON.stringify(c)===JSON.stringify(r)||(this.put(r),s.
push([r.start,r.end]))}return s}};var N=class extends Error{constructor(t){let{where:e="",found:s="",allowed:i="",next:n=""}=t;super([e&&`${e}: ${s}`,!e&&
s,i&&`(${i})`].filter(Boolean).join(" ")+(n?`. ${n}`:"")),this.where=e,this.found=s,this.allowed=i,this.next=n,this.unexpected=
!1}},L=class extends Error{},Z=class extends L{},I=class extends Error{},re=3e4,Yi=new Set([400,413,422,500]),es=new Set(
[401,403,409]),ss=[500,1e3,2e3,5e3],vt=class{home="page";constructor(t=""){this.base=t,this.page=R("p"),this.as=null}async call(t){
let{patience:e=re,...s}=t,i=s.document??(s.method==="changes"||s.method==="document"?s.params?.document:void 0),n,r;try{
n=await fetch(`${this.base}/api/call`,{method:"POST",headers:{"Content-Type":"application/json","X-Qualcode":"1"},body:JSON.
stringify({...s,page:this.page,...i?{open:i}:{},...this.as?{as:this.as}:{}}),credentials:"same-origin",signal:AbortSignal.
timeout(e)}),r=await n.json()}catch(c){throw n&&es.has(n.status)?new I("Not signed in any more"):new L(String(c))}if(n.ok)
return s.method==="hello"&&(this.as={project:r.result.project,coder:r.result.coder}),r;if(es.has(n.status))throw new I(n.
status===409?Gi(r.error?.found):"Not signed in any more");if(r.again)throw new Z(new N(r.error??{}).message);if(r.error&&
Yi.has(n.status)){let c=new N(r.error);throw c.unexpected=n.status===500,c}throw new L(`status ${n.status}`)}listen(t){let e=null,
s=null,i=0,n=!1,r=()=>{clearTimeout(s),e?.close(),e=null,!(n||document.visibilityState==="hidden")&&(e=new EventSource(`${this.
base}/api/events?page=${this.page}`),e.onopen=()=>{i=0,t({back:!0})},e.onmessage=l=>{try{let h=JSON.parse(l.data);h.kind===
"changed_seat"?c(!0):t(h)}catch{}},e.onerror=()=>{e?.close(),e=null,c(!1)})},c=async l=>{clearTimeout(s),s=setTimeout(r,
ss[Math.min(i++,ss.length-1)]);try{let h=await this.who();if(n)return;h.signed_in?t(l?{kind:"changed_seat"}:{ask:!0}):t(
{expired:!0})}catch{n||t({lost:!0})}};return document.addEventListener("visibilitychange",r),r(),()=>{n=!0,document.removeEventListener(
"visibilitychange",r),r()}}async who(){return(await fetch(`${this.base}/api/who`,{credentials:"same-origin",signal:AbortSignal.
timeout(re)})).json()}async signOut(){try{await fetch(`${this.base}/api/leave`,{method:"POST",headers:{"Content-Type":"a\
pplication/json","X-Qualcode":"1"},body:"{}",credentials:"same-origin"})}catch(t){throw new N({found:"The server does no\
t answer; you are still signed in",next:String(t)})}location.replace(`${this.base}/?signed-out`)}};function Gi(a){return a?
a.charAt(0).toUpperCase()+a.slice(1):"Not signed in any more"}var Vi=1e4,qt=class{home="notebook";constructor(t){this.model=
t,this.waiting=new Map,this.next=Math.floor(Math.random()*2**31)*2**20,this.tell=null,this.heard=e=>{if(e&&e.answer!==void 0){
let s=this.waiting.get(e.answer);if(this.waiting.delete(e.answer),!s)return;clearTimeout(s.timer),e.error?s.refuse(Qi(e)):
s.give(e)}else e&&e.told&&this.tell?.(e.told.over?{ask:!0}:e.told)},t.on("msg:custom",this.heard)}call(t){let{patience:e=re,
...s}=t,i=this.next++;return new Promise((n,r)=>{let c=setTimeout(()=>{this.waiting.delete(i),r(new L("the kernel does n\
ot answer"))},e);this.waiting.set(i,{give:n,refuse:r,timer:c});try{this.model.send({ask:i,...s})}catch(l){clearTimeout(c),
this.waiting.delete(i),r(new L(`the kernel cannot be reached: ${l.message??l}`))}})}listen(t){this.tell=t;let s=setInterval(
()=>{document.visibilityState==="visible"&&!this.waiting.size&&t({ask:!0})},Vi),i=()=>{this.#t("the kernel is gone"),t({
lost:!0})};return this.model.on("comm_live_update",i),()=>{clearInterval(s),this.tell=null,this.model.off("comm_live_upd\
ate",i),this.model.off("msg:custom",this.heard),this.#t("the page is gone")}}#t(t){for(let{timer:e,refuse:s}of this.waiting.
values())clearTimeout(e),s(new L(t));this.waiting.clear()}};function Qi(a){let t=new N(a.error);return a.over?new I(t.message):
a.again?new Z(t.message):(t.unexpected=!!a.unexpected,t)}var is=[300,700,1500,3e3,5e3],Xi=5e3,Zi=3,xt=class{constructor(t,e){this.app=t,this.head=`qualcode-outbox:${e}:`,this.items=
[],this.busy=!1,this.tries=0,this.offline=!1,this.trouble="",this.expired=!1,this.why="",this.closed=!1,this.timer=null,
this.locks=globalThis.navigator?.locks,this.key=this.head+(this.locks?R("o"):"tab"),this.release=()=>{},this.locks?.request(
this.key,()=>new Promise(s=>this.release=()=>s(null))).catch(()=>{}),this.locks||this.items.push(...this.#o(this.key)),this.
look=()=>{document.visibilityState!=="hidden"&&(this.#i(),this.expired?this.#e():this.items.length&&this.flush())},window.
addEventListener("focus",this.look),window.addEventListener("online",this.look),document.addEventListener("visibilitycha\
nge",this.look),this.looking=setInterval(this.look,Xi);try{this.channel=new BroadcastChannel("qualcode"),this.channel.onmessage=
this.look}catch{this.channel=null}this.#i()}get size(){return this.items.length}close(){this.closed=!0,clearTimeout(this.
timer),clearInterval(this.looking),window.removeEventListener("focus",this.look),window.removeEventListener("online",this.
look),document.removeEventListener("visibilitychange",this.look),this.channel?.close(),this.release()}send(t,e,s={}){return new Promise(
(i,n)=>{this.items.push({key:R("a"),method:t,params:e,words:s.words??t,quiet:s.quiet??!1,give:i,refuse:n}),this.#r(),this.
app.emit("status"),this.flush()})}expire(t="Not signed in any more"){let e=this.expired&&this.why===t;this.expired=!0,this.
why=t,e||this.app.emit("status")}signedIn(){this.expired&&(this.expired=!1,this.why="",this.app.emit("status"),this.flush())}async flush(t={}){
if(!(this.busy||this.closed||!this.items.length||this.expired&&!t.signedOut)){clearTimeout(this.timer),this.busy=!0;try{
for(;this.items.length&&!this.closed;){let e=this.items[0],s;try{s=await this.app.transport.call({method:e.method,params:e.
params,key:e.key,since:this.app.act,document:this.app.doc?.document??null,others:this.app.others})}catch(i){if(i instanceof
N&&(!i.unexpected||(e.faults=(e.faults??0)+1)>=Zi)){this.#t(),e.refuse(i),this.app.emit("refused",{item:e,error:i}),this.
app.emit("status");continue}if(i instanceof I){this.expire(i.message);return}!(i instanceof L)&&!(i instanceof N)&&console.
error(i),this.offline=!0,this.trouble=i instanceof Z||i instanceof N?i.message:"",this.app.emit("status"),this.timer=setTimeout(
()=>this.flush(),is[Math.min(this.tries++,is.length-1)]);return}this.#t(),this.expired&&this.signedIn(),this.app.took(s),
e.give(s.result),this.app.emit("status")}}finally{this.busy=!1}}}#t(){this.tries=0,this.offline=!1,this.trouble="",this.
items.shift(),this.#r()}#e(){this.items.length?this.flush({signedOut:!0}):this.app.follow()}async#i(){if(!(!this.locks||
this.closed)){for(let t of this.#s())try{await this.locks.request(t,{ifAvailable:!0},e=>{if(!e||this.closed)return;let s=new Set(
this.items.map(i=>i.key));this.items.push(...this.#o(t).filter(i=>!s.has(i.key))),this.#r(),localStorage.removeItem(t)})}catch{}
this.items.length&&!this.busy&&(this.app.emit("status"),this.flush())}}#s(){try{return Object.keys(localStorage).filter(
t=>t.startsWith(this.head)&&t!==this.key)}catch{return[]}}get#n(){return this.locks?localStorage:sessionStorage}#o(t){try{
let e=JSON.parse(this.#n.getItem(t)??"[]");return Array.isArray(e)?e.filter(s=>s&&s.key&&s.method).map(s=>({...s,give:()=>{},
refuse:()=>{}})):[]}catch{return[]}}#r(){try{let t=this.items.map(({key:e,method:s,params:i,words:n})=>({key:e,method:s,
params:i,words:n}));t.length?this.#n.setItem(this.key,JSON.stringify(t)):this.#n.removeItem(this.key)}catch{}}};var tn=2e3,en="ABCDEFGHIJKLMNOPQRSTUVWXYZ",$t=class{constructor(t,e){this.transport=t,this.root=e,this.session=null,this.
codes=new Map,this.codebook=null,this.documents=[],this.doc=null,this.shown=null,this.act=0,this.connected=!0,this.others=
!1,this.keys=null,this.view={id:"code",params:{}},this.listeners=new Map,this.outbox=null,this.following=!1,this.behind=
!1,this.timers={},this.opening=null,this.here=[],this.stale=null}on(t,e){return this.listeners.has(t)||this.listeners.set(
t,new Set),this.listeners.get(t)?.add(e),()=>this.listeners.get(t)?.delete(e)}emit(t,e){for(let s of[...this.listeners.get(
t)??[]])try{s(e)}catch(i){console.error(i)}}async start(){let t=await this.transport.call({method:"hello"});this.session=
t.result,this.act=t.act,this.documents=t.result.documents,this.#o(t.result.codebook),this.outbox=new xt(this,`${t.result.
project}-${t.result.coder}`),this.stop=this.transport.listen(e=>this.#i(e)),this.outbox.flush()}async read(t,e={},s={}){
try{let i=await this.transport.call({method:t,params:e,...s});return this.#t(!0),i.result}catch(i){throw i instanceof L&&
this.#t(!1),i instanceof I&&this.outbox.expire(i.message),i}}write(t,e,s,i={}){return this.outbox.send(t,e,{words:s,...i})}get saved(){
return this.outbox.size===0}#t(t){t&&this.outbox.signedIn(),this.connected!==t&&(this.connected=t,this.emit("status"),clearTimeout(
this.timers.again),t?(this.outbox.flush(),this.follow()):this.#e())}#e(){clearTimeout(this.timers.again),this.timers.again=
setTimeout(()=>this.follow(),tn)}#i(t){t.lost?this.#t(!1):t.expired?this.outbox.expire():t.kind==="changed_seat"?this.#s():
t.back?(this.#t(!0),this.follow()):(t.ask||(t.act??0)>this.act)&&this.follow(),t.kind==="here"&&(this.here=t.people,this.
emit("documents")),t.kind&&this.emit("told",t)}#s(){this.saved?location.reload():setTimeout(()=>this.#s(),500)}async follow(){
if(this.behind=this.following,!this.following){this.following=!0;try{let t={since:this.act,document:this.doc?.document??
null,others:this.others},e=await this.transport.call({method:"changes",params:t});this.#t(!0),this.took({changes:e.result,
act:e.result.act})}catch(t){t instanceof L?(this.#t(!1),this.#e()):t instanceof I?this.outbox.expire(t.message):t instanceof
N||console.error(t),this.behind=!1}finally{this.following=!1}this.behind&&await this.follow()}}took(t){this.#t(!0);let e=t.
changes;if(!e||e.act<=this.act)return;if(e.since>this.act){this.follow();return}this.act=e.act,this.emit("act");let s=this.
doc;if(s&&e.document!==s.document)(e.full||e.touched.includes(s.document))&&this.open(s.document,!0).catch(()=>{});else if(s&&
e.version!==void 0&&e.version!==s.version)this.open(s.document,!0).catch(()=>{});else if(s&&e.codings){let i=s.apply(e.codings,
e.full);i.length&&this.emit("codings",{document:s.document,touched:i,full:e.full})}e.parts.includes("codebook")&&this.loadBook().
catch(()=>{}),e.parts.includes("documents")?this.#n("documents"):e.parts.includes("counts")&&this.#n("documents",e.touched),
e.parts.includes("counts")&&this.#n("counts");for(let i of e.parts)i!=="documents"&&i!=="counts"&&this.emit(i)}#n(t,e){t===
"documents"&&(this.stale=e&&this.stale!=="all"?[...this.stale??[],...e]:"all"),clearTimeout(this.timers[t]),this.timers[t]=
setTimeout(()=>{t==="counts"?this.loadCounts().catch(()=>{}):this.loadDocuments(this.stale==="all"?void 0:this.stale??void 0).
catch(()=>{})},400)}async loadDocuments(t){this.stale=null;let e=await this.read("documents",t?{only:t}:{});if(!t)this.documents=
e;else{let s=new Map(e.map(i=>[i.document,i]));this.documents=this.documents.map(i=>s.get(i.document)??i)}this.emit("doc\
uments")}async loadBook(){this.#o(await this.read("codebook")),this.emit("codebook")}async loadCounts(){let t=await this.
read("counts");for(let e of this.codes.values())e.codings=t[e.code]??0;this.emit("counts")}#o(t){this.codebook=t,this.codes=
new Map(t.codes.map(s=>[s.code,s]));let e=t.codes.filter(s=>s.parent===null&&!s.merged_into);this.themes=e.map(s=>s.code),
this.hues=Qe(e)}async open(t,e=!1){if(this.doc?.document===t){if(!e)return this.#r(null),this.doc;if(this.opening&&this.
opening.document!==t)return this.#d(t,()=>this.doc?.document===t)}let s={document:t};this.#r(s);try{return await this.#d(
t,()=>this.opening===s||!this.doc)}finally{this.opening===s&&this.#r(null)}}#r(t){this.opening!==t&&(this.opening=t,this.
emit("opening",t?.document??null))}async#d(t,e){let s=await this.read("document",{document:t,others:this.others});if(!e())
return this.doc;let i=new W(s);if(s.act<this.act){let n=await this.read("changes",{since:s.act,document:t,others:this.others});
if(n.codings&&n.version===i.version&&i.apply(n.codings,n.full),!e())return this.doc}if(this.doc?.version===i.version)for(let n of this.
doc.codings.values())n.unsaved&&n.id.startsWith("unsaved-")&&i.put(n);return this.doc=i,this.emit("doc",i),i}async showOthers(t){
this.others=t,this.doc&&await this.open(this.doc.document,!0)}shows(t){this.shown!==t&&(this.shown=t,this.emit("shown",t))}go(t,e={}){
this.view={id:t,params:e},this.emit("view",this.view)}async show(t,e){let s=this.view;try{(await this.open(e.document)).
document===e.document&&!this.opening&&this.view===s&&this.go(t,e)}catch(i){this.opening||this.sorry(i)}}async jump(t,e,s){
await this.show("code",e===void 0?{document:t}:{document:t,start:e,end:s??e})}async code(t,e,s,i=null){let n=this.doc;if(!n)
return null;let r=n.ordered().find(f=>f.start===t&&f.end===e&&f.code===s&&f.coder===this.session.coder);if(r&&!i)return this.
say(`${this.nameOf(s)} is on these words already; nothing was coded twice.`),{coding:r.id,stood:!0};let c={document:n.document,
version:n.version,start:t,end:e,code:s,memo:i},l=this.write("add",c,`${this.nameOf(s)} in ${n.document}`),h=R("unsaved-");
n.put({id:h,start:t,end:e,code:s,coder:this.session.coder,origin:"manual",blind:"unknown",suggestion:null,time:new Date().
toISOString(),stale:!1,memos:0,key:!1,unsaved:!0});let d=()=>this.emit("codings",{document:n.document,touched:[[t,e]],full:!1});
d();let u=()=>{n.codings.delete(h),this.doc?.version===n.version&&(this.doc.codings.delete(h),d())};try{let f=await l;return u(),
f}catch(f){throw u(),f}}remembered(t,e=null){try{let s=localStorage.getItem(`qualcode-${t}`);return s===null?e:JSON.parse(
s)}catch{return e}}remember(t,e){try{localStorage.setItem(`qualcode-${t}`,JSON.stringify(e))}catch{}}nameOf(t){return this.
codes.get(t)?.name??t}letterOf(t){let e=(this.themes??[]).indexOf(this.codes.get(t)?.theme??"");return e<0?"?":en[e%26]+
(e>=26?String(Math.floor(e/26)+1):"")}hueOf(t){return this.hues?.get(this.codes.get(t)?.theme??"")??7}say(t,e="info",s,i){
this.emit("say",{words:t,kind:e,action:s,topic:i})}sorry(t){t instanceof L||t instanceof I||(this.say(t.message??String(
t),"error"),t instanceof N||console.error(t))}close(){this.stop?.(),this.outbox?.close();for(let t of Object.values(this.
timers))clearTimeout(t)}};var sn=6,nn=[["all","All documents"],["open","Not finished by me"],["done","Finished by me"],["none","Finished by nobody"]],
St=class{constructor(t,e,s){this.host=t,this.app=e,this.chosen=s,this.words="",this.stand="all",this.rows=new Map,this.shown=
[],this.order="",this.folded=new Set,this.filter=o("input",{type:"search","aria-label":"Find a document",placeholder:"Fi\
nd a document",autocomplete:"off",spellcheck:"false",dir:"auto",on:{input:()=>this.#t(),keydown:i=>this.#l(i)}}),this.select=
o("select",{"aria-label":"Which documents",on:{change:()=>this.#t()}},nn.map(([i,n])=>o("option",{value:i},n))),this.total=
o("p",{class:"qc-documents-total"}),this.progress=o("progress",{"aria-label":"Documents you have finished"}),this.list=o(
"div",{class:"qc-documents-list",on:{keydown:i=>this.#d(i)}}),this.found=o("p",{class:"qc-unseen",role:"status"}),m(t,o(
"div",{class:"qc-documents-head"},o("h2",null,"Documents"),this.total,this.progress,o("div",{class:"qc-filter"},M("searc\
h"),this.filter),this.select),this.list,this.found),this.offs=[e.on("documents",()=>this.draw()),e.on("doc",()=>this.draw()),
e.on("shown",()=>this.draw()),e.on("opening",i=>this.#i(i))],this.draw()}destroy(){for(let t of this.offs)t()}focus(){this.
filter.focus(),this.filter.select()}#t(){this.words=this.filter.value,this.stand=this.select.value,this.draw(),this.words||
this.list.querySelector("[aria-current]")?.scrollIntoView({block:"nearest"});let t=this.shown.length;this.found.textContent=
this.words||this.stand!=="all"?`${b(t,"document")} shown`:""}draw(){let{app:t}=this,e=this.words.trim().toLocaleLowerCase();
this.shown=t.documents.filter(h=>rn(h,this.stand,t.session.coder)&&an(h,e));let s=t.documents.filter(h=>tt(h,t.session.coder)===
"whole").length,i=t.documents.length;this.total.textContent=i?`You have finished ${s} of ${i}`:"",this.progress.max=Math.
max(1,i),this.progress.value=s,this.progress.hidden=!i,this.select.hidden=i<2;let n=[...new Set([t.session.coder,...t.session.
coders??[],...t.documents.flatMap(h=>h.passes.map(([d])=>d))])],r=ln(this.shown);for(let h of this.shown)this.#s(h,n);let c=JSON.
stringify(r.map(([h,d])=>[h,d.map(u=>u.document)])),l=this.list.scrollTop;if(c!==this.order||!this.shown.length){this.order=
c;let h=this.list.contains(document.activeElement)?document.activeElement:null;m(this.list,this.shown.length?null:o("p",
{class:"qc-documents-none"},i?"No document fits.":"The study holds no documents yet. Bring some in with `qualcode ingest\
` or `project.ingest`."),r.map(([d,u])=>{let f=o("ul",{"aria-label":d||"Documents"},u.map(w=>this.rows.get(w.document)?.
item)),g={click:w=>this.#e(d,w),toggle:()=>this.#o()};return d?o("details",{class:"qc-documents-group",data:{group:d},open:!!e||
!this.folded.has(d),on:g},o("summary",null,o("h3",null,d),o("span",{class:"qc-count"},String(u.length))),f):f})),h?.focus?.(),
this.list.scrollTop=e?0:l}this.#o()}#e(t,e){this.words.trim()||!e.target.closest("summary")||(e.currentTarget.open?this.
folded.add(t):this.folded.delete(t))}#i(t){for(let[e,s]of this.rows)s.button.toggleAttribute("data-opening",e===t&&e!==this.
app.doc?.document)}#s(t,e){let{app:s}=this,i=(s.shown??s.doc?.document)===t.document,n=s.here.filter(u=>u.document===t.document&&
u.coder!==s.session.coder).map(u=>u.coder),r=JSON.stringify([t,i,e,n]),c=this.rows.get(t.document);if(c?.drawn===r)return;
let l=c??this.#n(t.document);if(l.drawn=r,i&&!l.button.hasAttribute("aria-current")){let u=l.button.closest("details");u&&
(u.open=!0,this.folded.delete(u.dataset.group??"")),s.transport.home==="page"&&l.button.scrollIntoView({block:"nearest"})}
i?l.button.setAttribute("aria-current","true"):l.button.removeAttribute("aria-current");let h=tt(t,s.session.coder),d=[cs(
t.kind),b(t.words,"word"),t.codings?b(t.codings,"coding"):"",t.hidden?"others hidden":""];m(l.button,o("span",{class:"qc\
-document-mark","data-read":h==="none"&&t.codings?"begun":h},M(as[h==="none"&&t.codings?"begun":h])),o("span",{class:"qc\
-document-words"},o("span",{class:"qc-document-name"},t.document),t.title&&t.title!==t.document?o("span",{class:"qc-docu\
ment-title"},t.title):null,o("span",{class:"qc-document-facts",title:[t.date,"codings: your own"].filter(Boolean).join("\
 · ")},d.filter(Boolean).join(" · ")),cn(t,e,s.session.coder),n.length?o("span",{class:"qc-document-here"},M("person"),
o("span",null,`${C(n.join(", "))} ${n.length===1?"is":"are"} here now`)):null))}#n(t){let{app:e}=this,s=o("button",{type:"\
button",class:"qc-document",tabindex:"-1",data:{document:t},on:{click:async n=>{let r=e.view.id;await e.show(on.has(r)?r:
"code",{document:t}),e.doc?.document===t&&!e.opening&&this.chosen?.(n.detail===0)}}}),i={drawn:"",button:s,item:o("li",null,
s)};return this.rows.set(t,i),i}#o(){let t=this.#r(),e=t.find(s=>s===document.activeElement)??t.find(s=>s.getAttribute("\
aria-current"))??t[0];for(let s of t)s.tabIndex=s===e?0:-1}#r(){return[...this.list.querySelectorAll(".qc-document")].filter(
t=>!t.closest("details:not([open])"))}#d(t){let e=this.#r(),s=e.indexOf(document.activeElement),i=Math.max(1,Math.floor(
this.list.clientHeight/(e[s]?.offsetHeight||1))-1),n=e.length-1,r={ArrowDown:s+1,ArrowUp:s-1,Home:0,End:n,PageDown:Math.
min(n,s+i),PageUp:Math.max(0,s-i)}[t.key];s<0||r===void 0||t.ctrlKey||t.altKey||t.metaKey||t.shiftKey||(t.preventDefault(),
r<0?this.filter.focus():e[Math.min(r,e.length-1)].focus(),this.#o())}#l(t){t.key==="ArrowDown"?(t.preventDefault(),this.#r()[0]?.
focus(),this.#o()):t.key==="Enter"?(t.preventDefault(),this.#r()[0]?.click()):t.key==="Escape"&&this.filter.value&&(t.preventDefault(),
t.stopPropagation(),this.filter.value="",this.#t())}},on=new Set(["code","review","compare"]),as={whole:"check",part:"ha\
lf",begun:"dot",none:"circle"};function tt(a,t){let e="none";for(let[s,i]of a.passes)if(s===t){if(i)return"whole";e="par\
t"}return e}function rn(a,t,e){return t==="open"?tt(a,e)!=="whole":t==="done"?tt(a,e)==="whole":t==="none"?!a.passes.some(
([,s])=>s):!0}function an(a,t){if(!t)return!0;let e=[a.document,a.title,cs(a.kind),a.case,a.phase,a.date].filter(Boolean).
join("  ").toLocaleLowerCase();if(e.includes(t))return!0;let s=e.split(/[^\p{L}\p{N}]+/u);return t.split(/\s+/u).every(i=>s.
some(n=>n.startsWith(i)))}function cs(a){return(a??"").replaceAll("_"," ")}var ns={whole:"all of it",part:"part of it",none:"\
not yet"};function cn(a,t,e){if(t.length<2)return null;let s=a.hidden?[e]:t.length>sn?t.filter(n=>n===e||tt(a,n)!=="none"):
t,i=a.hidden?0:t.length-s.length;return o("span",{class:"qc-document-coders"},s.map(n=>{let r=tt(a,n);return o("span",{class:"\
qc-document-coder","data-read":r,title:`${C(n)} has read ${ns[r]}`},M(as[r]),o("span",null,n),o("span",{class:"qc-unseen"},
`: ${ns[r]}; `))}),i?o("span",{class:"qc-document-coder","data-read":"none"},`${i} not yet`):null)}var os="No case",rs="\
No phase";function ln(a){let t=new Set(a.map(c=>c.phase??"")),e=new Set(a.map(c=>c.case??""));if(t.size<2&&e.size<2)return[
["",a]];let s=new Map,i=c=>[t.size<2?"":c.phase?/^phase\b/i.test(c.phase)?c.phase:`Phase ${c.phase}`:rs,e.size>1?c.case:
""].filter(Boolean).join(" · ")||os;for(let c of a){let l=i(c);s.has(l)||s.set(l,[]),s.get(l)?.push(c)}let n=new Intl.Collator(
"en",{numeric:!0}),r=c=>Number(c===os||c.startsWith(rs));return[...s].sort(([c],[l])=>r(c)-r(l)||n.compare(c,l))}function E(a,t){let e=document.activeElement,s=S("title"),i=o("p",{class:"qc-fault",role:"alert"}),n=()=>d.close(),r=!1,
c=!1,l=async f=>{if(!r){r=!0,h("");try{await f()!==!1&&n()}catch(g){d.isConnected?h(g.message??String(g)):a.sorry(g)}finally{
r=!1}}},h=f=>{m(i,C(f)),f&&i.scrollIntoView({block:"nearest"})},d=o("dialog",{class:`qc-dialog ${t.wide?"qc-wide":""} ${t.
class??""}`.trim(),"aria-labelledby":s},o("form",{method:"dialog",novalidate:!0,on:{submit:f=>{f.preventDefault(),t.actions.
length?l(t.actions[0].run):n()}}},o("h2",{id:s},C(t.title)),t.body,i,o("div",{class:"qc-actions"},t.actions.map((f,g)=>g===
0?o("button",{type:"submit",class:`qc-button qc-main ${f.kind??""}`.trim()},f.label):p(f.label,()=>l(f.run),{class:f.kind})),
p(t.cancel??(t.actions.length?"Cancel":"Close"),n)))),u=()=>[...d.querySelectorAll("textarea")].some(f=>f.value.trim()&&
f.value!==f.dataset.was);d.addEventListener("cancel",f=>{f.target!==d||c||!u()||(f.preventDefault(),c=!0,h("Press Esc ag\
ain to close without keeping what you wrote."))}),d.addEventListener("keydown",f=>{f.key==="Enter"&&(f.ctrlKey||f.metaKey)&&
t.actions.length&&(f.preventDefault(),f.stopPropagation(),l(t.actions[0].run))}),d.addEventListener("close",()=>{d.remove(),
e?.isConnected&&e!==document.body?e.focus():a.root.querySelector(".qc-main-view")?.focus({preventScroll:!0})}),a.root.append(
d);for(let f of d.querySelectorAll("textarea"))f.dataset.was=f.value;return d.showModal(),{close:n,element:d,wrong:h}}function T(a,t,e,s,i={}){
return new Promise(n=>{let r=!1;E(a,{title:t,body:[o("p",null,C(e))],actions:[{label:s,kind:i.kind,run:()=>{r=!0}}]}).element.
addEventListener("close",()=>n(r))})}function O(a,t={}){let e=S("field"),s=t.hint?S("hint"):null,i=t.list?.length?S("lis\
t"):null,n={id:e,name:t.name,"aria-describedby":s,required:t.required??!1,placeholder:t.placeholder},r;return t.kind==="\
area"?(r=o("textarea",{...n,rows:t.rows??3,dir:"auto"}),r.value=t.value??""):t.kind==="select"?(r=o("select",n,(t.options??
[]).map(([l,h])=>o("option",{value:l},h))),t.value!==void 0&&(r.value=t.value)):t.kind==="check"?(r=o("input",{...n,type:"\
checkbox"}),r.checked=!!t.value):(r=o("input",{...n,type:t.type??"text",list:i,autocomplete:t.autocomplete??"off",spellcheck:"\
false",dir:t.type?null:"auto"}),r.value=t.value??""),{element:o("div",{class:`qc-field ${t.kind==="check"?"qc-check":""}`.
trim()},o("label",{for:e},a),r,i?o("datalist",{id:i},t.list?.map(l=>o("option",{value:l}))):null,t.hint?o("p",{class:"qc\
-hint",id:s},t.hint):null),input:r}}var ae=3,hn=8e3,dn=80,un=3e3,Ot=class{constructor(t,e){this.app=t,this.leave=e,this.polite=o("div",{class:"qc-said-list",
role:"log","aria-label":"Messages","aria-live":"polite"}),this.assertive=o("div",{class:"qc-said-list",role:"alert"}),this.
earlier=o("p",{class:"qc-earlier",hidden:!0}),this.element=o("div",{class:"qc-foot"},this.earlier,this.assertive,this.polite),
this.all=[],this.asking=!1,this.again=!1,this.offs=[t.on("say",s=>this.say(s)),t.on("view",({id:s})=>this.#i(s)),t.on("a\
ct",()=>{this.#s()})]}destroy(){for(let t of this.offs)t();this.hush()}say({words:t,kind:e,action:s,topic:i}){let n=C(t),
r=h=>h.kind===e&&(h.words===n||i!==void 0&&h.topic===i);for(let h of this.all.filter(r))this.#t(h);let c=new ce(this,n,e,
this.app.view.id,s);c.topic=i,this.all.push(c),(e==="error"?this.assertive:this.polite).append(c.element);let l=this.all.
filter(h=>h.kind!=="error");l.length>ae&&this.#t(l.find(h=>!h.held())??l[0]),this.#e(),s?.act!==void 0&&this.app.act>s.act&&
this.#s()}hush(){for(let t of[...this.all])this.close(t)}close(t){let e=t.element.contains(document.activeElement);this.#t(
t),this.#e(),e&&this.leave()}#t(t){clearTimeout(t.timer),t.element.remove(),this.all=this.all.filter(e=>e!==t)}#e(){let t=this.
all.filter(s=>s.kind==="error");t.forEach((s,i)=>s.element.hidden=i<t.length-ae);let e=Math.max(0,t.length-ae);this.earlier.
hidden=!e,m(this.earlier,e?`${b(e,"earlier message")} of what was not done ${e===1?"waits":"wait"} behind these.`:"")}#i(t){
for(let e of this.all.filter(s=>s.kind!=="error"&&s.view!==t))this.close(e)}async#s(){let t=()=>this.all.filter(e=>e.act!==
void 0);if(this.again=this.asking,!(this.asking||!t().length)){this.asking=!0;try{let e=await this.app.read("undoable");
for(let s of t())s.act!==e?.act&&s.disarm()}catch{}this.asking=!1,this.again&&await this.#s()}}},ce=class{constructor(t,e,s,i,n){
if(this.words=e,this.kind=s,this.view=i,this.act=n?.act,this.topic=void 0,this.does=n?p(n.label,()=>{t.close(this),n.run()},
{class:"qc-small"}):null,this.shut=p("Close message",()=>t.close(this),{icon:"close",bare:!0,class:"qc-small"}),this.element=
o("div",{class:`qc-message ${s==="error"?"qc-error":"qc-info"}`},o("p",{dir:"auto"},e),this.does,this.shut),this.timer=null,
s==="error")return;let r=c=>{this.timer=setTimeout(()=>this.held()?r(un):t.close(this),c)};r((hn+e.length*dn)*(n?2:1))}held(){
return this.element.matches(":hover")||this.element.contains(document.activeElement)||document.hidden||!!document.querySelector(
".qc dialog[open]")}disarm(){this.act=void 0,this.does===document.activeElement&&this.shut.focus(),this.does?.remove(),this.
does=null}};function U(a,t,e,s){a.say(t,"info",e?{label:"Undo",run:()=>ds(a,e,s),act:e}:void 0)}function Et(a){if(!a)return"your lat\
est act";let{what:t,verb:e,documents:s}=a,i=s.length===1?` in ${s[0]}`:s.length?` in ${s.length} documents`:"";return`${t||
e}${i}`}var ls="undo";function hs(a,t,e){let s=a.view.id==="code"&&e?.documents.length===1&&e.documents[0]!==a.doc?.document?
e.documents[0]:null;a.say(`${t}: ${Et(e)}.`,"info",s?{label:`Open ${s}`,run:()=>a.jump(s)}:void 0,ls)}async function ds(a,t,e,s=i=>i()){
if(!a.saved){a.say("Something is not saved yet; undo it when it is.");return}try{hs(a,"Undone",await s(()=>a.write("undo",
{act:t},"undo"))),e?.()}catch{}}async function le(a,t,e){if(!a.saved){a.say("Something is not saved yet; undo it when it\
 is.");return}let s;try{s=await a.read("undoable")}catch(i){a.sorry(i);return}if(!s){a.say("You have nothing to undo.","\
info",void 0,ls);return}s.large&&!await T(a,"Undo this?",`Your latest act was: ${Et(s)}. It is more than one step of cod\
ing.`,"Undo it")||await ds(a,s.act,t,e)}async function he(a,t,e=s=>s()){if(!a.saved){a.say("Something is not saved yet; \
wait until it is.");return}try{hs(a,"Done again",await e(()=>a.write("redo",{},"redo"))),t?.()}catch{}}function et(a,t,e){
return[{keys:"Mod+z",words:"undo",run:()=>{le(a,e)},repeat:!1,group:t},{keys:"Mod+Shift+z or Mod+y",words:"redo",run:()=>{
he(a,e)},repeat:!1,group:t}]}var us=["solid","dashed","dotted","double","wavy"],gs=3,fs=6,ms=7,At=21;function Y(a,t){let e=(a.themes??[]).indexOf(a.codes.
get(t)?.theme??"");return us[Math.max(0,e)%us.length]}function Mt(a){let t=[],e=new Map;for(let s of a){let i=t.findIndex(
n=>n<=s.start);i<0&&(i=t.length),t[i]=s.end,e.set(s.id,i)}return e}function Ct(a){let{codings:t,margin:e,pieces:s,block:i}=a;
if(!t.length)return null;let n=e.getBoundingClientRect();if(!n.width&&!n.height)return null;let r=t.map(c=>{let l=s.find(
g=>g.end>Math.max(c.start,i.start)),h=s.filter(g=>g.start<Math.min(c.end,i.end)).at(-1);if(!l||!h)return[0,0];let d=l.element.
getClientRects()[0],u=h.element.getClientRects(),f=u[u.length-1];return d&&f?[d.top-n.top,f.bottom-n.top]:[0,n.height]});
return{height:n.height,reach:r}}function Tt(a,t,e,s,i=!1){let{codings:n,margin:r,block:c}=t;if(!e){r.childNodes.length&&
m(r);return}let l=Math.min(fs,1+Math.max(...t.lanes.values()));r.style.setProperty("--qc-lanes",`${l*ms+4}px`);let h=[];
n.forEach((k,y)=>{let v=t.lanes.get(k.id)??0;if(v>=fs)return;let[$,x]=e.reach[y];h.push(o("i",{class:`qc-bar ${k.start>=
c.start?"qc-begins":""} ${k.end<=c.end?"qc-ends":""} ${k.id===s?"qc-active":""} ${k.coder===a.session.coder?"":"qc-other"}`,
data:{coding:k.id,hue:a.hueOf(k.code),line:Y(a,k.code)},style:{top:`${Math.max(0,$+3)}px`,height:`${Math.max(8,x-$-6)}px`,
"inset-inline-start":`${v*ms}px`}}))});let d=Math.max(1,Math.floor((e.height+4)/At)),u=n.map((k,y)=>({each:k,top:e.reach[y][0]}));
u.sort((k,y)=>k.top-y.top);let f=0;if(u.length>d){let k=Math.max(1,d-1),y=u.findIndex(({each:$})=>$.id===s),v=u.slice(0,
k);y>=k&&(v[k-1]=u[y]),f=u.length-v.length,u=v}let g=u.length+(d>1&&f?1:0),w=0,q=u.map(({each:k,top:y},v)=>{let $=Math.max(
w,Math.min(y,e.height-(g-v)*At));return w=$+At,fn(a,k,$,s,d===1&&f?f:0)});if(f&&d>1){let k=n.filter(y=>!u.some(v=>v.each===
y));q.push(o("button",{type:"button",tabindex:"-1",class:"qc-name qc-more-names",data:{coding:k[0].id},style:{top:`${Math.
min(w,Math.max(0,e.height-At))}px`}},`+${f}`,o("span",{class:"qc-unseen"},` more: ${k.map(y=>a.nameOf(y.code)).join(", ")}`)))}
m(r,h,q),i&&Nt(r,!0)}var ps=32;function ws(a,t,{codings:e,margin:s,block:i}){m(s,e.length?o("ul",{class:"qc-printed"},e.
map(n=>{let r=n.start>=i.start,c=t.printed(n.start,n.end),l=c.length>ps?`${c.slice(0,ps).replace(/\s\S*$/u,"")} …`:c,h=[
n.coder===a.session.coder?"":n.coder,n.key?"★":"",n.memos?"✎":"",r?"":"continued"];return o("li",{data:{hue:a.hueOf(
n.code),line:Y(a,n.code)}},o("span",{class:"qc-letter"},a.letterOf(n.code))," ",o("b",null,a.nameOf(n.code)),h.filter(Boolean).
map(d=>` · ${d}`),r&&e.length>1?o("span",{class:"qc-quiet"},` “${l}”`):null)})):null)}function Nt(a,t){for(let e of a.
querySelectorAll(".qc-name"))e.setAttribute("tabindex",t||e.hasAttribute("aria-current")?"0":"-1")}function fn(a,t,e,s,i){
let n=t.coder===a.session.coder,r=[t.unsaved?"not saved yet":"",t.memos?"with a memo":"",t.key?"key quotation":"",t.stale?
"older definition":"",i?`and ${i} more here`:""].filter(Boolean);return o("button",{type:"button",tabindex:t.id===s?"0":
"-1",class:`qc-name ${n?"":"qc-other"} ${t.unsaved?"qc-unsaved":""}`,"aria-current":t.id===s?"true":null,data:{coding:t.
id,hue:a.hueOf(t.code),line:Y(a,t.code)},style:{top:`${Math.max(0,e)}px`}},o("span",{class:"qc-letter"},a.letterOf(t.code)),
o("span",{class:"qc-name-words"},a.nameOf(t.code)),n?null:o("span",{class:"qc-name-marks"},t.coder),t.key||t.memos||t.stale?
o("span",{class:"qc-name-marks","aria-hidden":"true"},t.key?"★":"",t.memos?"✎":"",t.stale?"≠":""):null,i?o("span",
{class:"qc-name-marks","aria-hidden":"true"},`+${i}`):null,r.length?o("span",{class:"qc-unseen"},`(${r.join(", ")})`):null)}var ht=["1","2","3","4","5","6","7","8","9"],mn=5;function bs(a,t){let e=`${t}-${a.session.project}-${a.session.coder}`;
return{read:()=>a.remembered(e),write:s=>a.remember(e,s)}}var de=class{constructor(t){this.app=t,this.store=bs(t,"hotkey\
s"),this.chosen={};let e=this.store.read();if(e&&typeof e=="object")for(let s of ht)typeof e[s]=="string"&&(this.chosen[s]=
e[s]);this.freed=new Set,this.fill(!0)}fill(t=!1){let e=JSON.stringify(this.chosen);for(let n of ht){let r=this.chosen[n];
if(!r||this.app.codes.get(r)?.applicable)continue;let c=this.#t(r);c&&!this.keyOf(c)?this.chosen[n]=c:(delete this.chosen[n],
t||this.freed.add(n))}let s=new Set(Object.values(this.chosen)),i=[...this.app.codes.values()].filter(n=>n.applicable&&!s.
has(n.code));for(let n of ht){if(this.chosen[n]!==void 0||this.freed.has(n))continue;let r=i.shift();r&&(this.chosen[n]=
r.code)}JSON.stringify(this.chosen)!==e&&this.store.write(this.chosen)}#t(t){for(let e=0;e<50;e++){let s=this.app.codes.
get(t);if(s?.applicable)return t;let i=s?.merged_into??[...this.app.codes.values()].find(n=>n.formerly.includes(t))?.code;
if(!i)return null;t=i}return null}codeOf(t){return this.chosen[t]||null}keyOf(t){return ht.find(e=>this.chosen[e]===t)??
null}assign(t,e){let s=e&&this.keyOf(e);s&&(this.chosen[s]=""),this.chosen[t]=e,this.freed.delete(t),this.store.write(this.
chosen)}};function K(a){return a.normalize("NFKD").replace(/\p{M}/gu,"").toLocaleLowerCase()}function G(a,t,e){let s=K(e).
trim().split(/\s+/).filter(Boolean),i=K(t.name),n=K(t.code),r=K(a.nameOf(t.theme)),c=K([t.definition,...t.include,...t.examples].
join(" ")),l=0;for(let h of s){let d=i.startsWith(h)||n===h?0:i.split(/[\s/_-]+/).some(u=>u.startsWith(h))?1:i.includes(
h)||n.includes(h)?2:r.includes(h)?3:c.includes(h)?4:null;if(d===null)return null;l=Math.max(l,d)}return l}var Lt=class{constructor(t,e,s){
this.app=e,this.given=s,this.hotkeys=new de(e),this.recents=bs(e,"recent"),this.purpose=null,this.picked=0,this.offered=
null,this.options=[];let i=S("codes");this.input=o("input",{type:"search",role:"combobox","aria-expanded":"true","aria-c\
ontrols":i,"aria-autocomplete":"list","aria-label":"Find a code",placeholder:"Find a code",autocomplete:"off",spellcheck:"\
false",on:{input:()=>this.#e(),focus:()=>this.draw(),blur:()=>this.draw()}}),this.list=o("div",{class:"qc-codes",role:"l\
istbox",id:i,"aria-label":"Codes",tabindex:"-1"}),this.told=o("p",{class:"qc-unseen",role:"status"}),this.banner=o("p",{
class:"qc-purpose",hidden:!0}),this.keys=o("p",{class:"qc-hint"},o("kbd",null,"/")," to type, ",o("kbd",null,"1"),"–",
o("kbd",null,"9")," put a code on. ",o("button",{type:"button",class:"qc-link",on:{click:()=>s.numbers()}},"Change numbe\
rs")),t.append(this.banner,o("div",{class:"qc-filter"},M("search"),this.input),this.keys,this.list,this.told),this.list.
addEventListener("mousedown",n=>n.preventDefault()),this.list.addEventListener("click",n=>{if(n.detail>1)return;let r=n.
target.closest("[role=option]");r&&this.#o(r)}),this.draw()}bindings(){let t=s=>i=>document.activeElement===this.input?s(
i):!1,e="Finding a code";return[{keys:"ArrowDown",words:"next code of the list",run:t(()=>this.#s(this.picked+1)),typing:!0,
group:e},{keys:"ArrowUp",words:"code before",run:t(()=>this.#s(this.picked-1)),typing:!0,group:e},{keys:"Enter",words:"p\
ut it on",run:t(()=>this.options[this.picked]&&this.#o(this.options[this.picked])),typing:!0,group:e},...ht.map(s=>({keys:`\
Alt+${s}`,words:"give it the number 1 (with 2 to 9 the others)",run:t(()=>this.#i(s)),typing:!0,quiet:s!=="1",group:e})),
{keys:"Escape",words:"back to the text",typing:!0,group:e,run:t(()=>{this.input.value="",this.given.leave(),this.draw()})}]}focus(){
this.input.focus(),this.input.select()}offer(t){this.input.value=this.app.nameOf(t),this.offered=t,this.#e()}clear(){this.
input.value="",this.picked=0,this.draw()}used(t){let e=this.#t().filter(s=>s!==t);this.recents.write([t,...e].slice(0,12))}setPurpose(t){
this.purpose=t,this.banner.hidden=!t,m(this.banner,t," ",o("button",{type:"button",class:"qc-link",on:{click:()=>this.given.
leave()}},"Cancel"))}#t(){let t=this.recents.read();return Array.isArray(t)?t.filter(e=>this.app.codes.get(e)?.applicable):
[]}#e(){this.picked=0,this.draw();let t=this.options.length-1;this.told.textContent=this.input.value.trim()?t?`${t} ${t===
1?"code":"codes"}`:"No code fits":""}#i(t){let e=this.options[this.picked]?.dataset.code;e&&(this.hotkeys.assign(t,e),this.
app.say(`${t} puts ${this.app.nameOf(e)} on from now on.`),this.draw())}#s(t){this.options.length&&(this.options[this.picked]?.
setAttribute("aria-selected","false"),this.picked=(t+this.options.length)%this.options.length,this.#n(),this.options[this.
picked].scrollIntoView({block:"nearest"}))}#n(){let t=this.options[this.picked],e=document.activeElement===this.input;t&&
e?(t.setAttribute("aria-selected","true"),this.input.setAttribute("aria-activedescendant",t.id)):(t?.setAttribute("aria-\
selected","false"),this.input.removeAttribute("aria-activedescendant"))}#o(t){t.dataset.code?this.given.take(t.dataset.code):
this.given.make(this.input.value.trim())}counts(){for(let t of this.options){let e=this.app.codes.get(t.dataset.code??"")?.
codings,s=t.querySelector(".qc-count");s&&(s.textContent=e?e.toLocaleString("en"):"")}}draw(){let{app:t}=this;this.hotkeys.
fill();let e=this.input.value.trim(),s=document.activeElement===this.input,i=[...t.codes.values()].filter(h=>h.applicable),
n=[];this.options=[];let r=(h,d)=>{let u=this.hotkeys.keyOf(h.code),f=o("div",{class:"qc-code",role:"option",id:S("code"),
"aria-selected":"false",data:{code:h.code,hue:t.hueOf(h.code),line:Y(t,h.code)},title:[h.name.length>60?h.name:"",h.definition].
filter(Boolean).join(": ")||null,style:d?{"--qc-depth":String(d)}:{}},o("span",{class:"qc-letter"},t.letterOf(h.code)),o(
"span",{class:"qc-code-name"},h.name),o("span",{class:"qc-count",title:"your codings"},h.codings?h.codings.toLocaleString(
"en"):""),u?[o("span",{class:"qc-unseen"}," key "),o("kbd",{title:`press ${u}`},u)]:null);return this.options.push(f),f};
if(e){let h=this.#t(),d=f=>h.includes(f.code)?h.indexOf(f.code):h.length,u=i.map((f,g)=>({each:f,place:g,score:G(t,f,e)})).
filter(({score:f})=>f!==null).sort((f,g)=>f.score-g.score||d(f.each)-d(g.each)||f.place-g.place);this.offered&&e===t.nameOf(
this.offered).trim()?u.sort((f,g)=>+(g.each.code===this.offered)-+(f.each.code===this.offered)):this.offered=null,n.push(
u.map(({each:f})=>r(f,0)))}else{let h=s?this.#t().slice(0,mn):[];h.length&&n.push(ys("Used last",h.map(d=>r(t.codes.get(
d),0))));for(let d of t.themes??[]){let u=i.filter(f=>f.theme===d);u.length&&n.push(ys(t.nameOf(d),u.map(f=>r(f,this.#r(
f))),t.hueOf(d),u[0].code===d))}}let c=o("div",{class:"qc-code qc-new-code",role:"option",id:S("code"),"aria-selected":"\
false"},M("plus"),o("span",{class:"qc-code-name"},e?`New code “${e}” …`:"New code …"));this.options.push(c);let l=this.
list.scrollTop;m(this.list,n,c),this.list.scrollTop=e||s?0:l,this.picked=Math.min(this.picked,this.options.length-1),this.#n()}#r(t){
let e=0;for(let s=t;s.parent&&e<6;e++){let i=this.app.codes.get(s.parent);if(!i)break;s=i}return e}};function ys(a,t,e,s=!1){
let i=S("group");return o("div",{role:"group",class:"qc-code-group","aria-labelledby":i,data:e===void 0?{}:{hue:e}},o("d\
iv",{class:s?"qc-unseen":"qc-code-theme",id:i,role:"presentation"},a),t)}var pn=350,ue=4;function V(a){let t=new Date(a);return Number.isNaN(t.getTime())?a:t.toLocaleString("en-GB",{day:"numeri\
c",month:"short",year:"numeric",hour:"2-digit",minute:"2-digit"})}var gn={manual:"by hand",accepted:"suggestion accepted",
revised:"suggestion revised",consensus:"settled together",imported:"imported"},wn={yes:"coded blind",no:"not blind",unknown:""};
function fe(a){return[a.coder,gn[a.origin]??a.origin,wn[a.blind]??"",a.unsaved?"not saved yet":V(a.time),a.stale?"the de\
finition has changed since":"",a.key?"key quotation":"",a.memos?`${a.memos} ${a.memos===1?"memo":"memos"}`:""].filter(Boolean)}
var jt=class{constructor(t){this.text=t,this.element=o("div",{class:"qc-tip",role:"tooltip",id:S("tip"),hidden:!0}),this.
timer=null,this.of="",t.element.after(this.element),this.over=e=>this.#t(e),this.away=e=>{let s=e.relatedTarget;s&&(this.
element.contains(s)||t.element.contains(s))||this.hide()},this.key=e=>{e.key==="Escape"&&!this.element.hidden&&this.hide()},
t.element.addEventListener("pointerover",this.over),t.element.addEventListener("pointerleave",this.away),this.element.addEventListener(
"pointerleave",this.away),document.addEventListener("keydown",this.key,!0),this.scrolled=()=>this.hide(),document.addEventListener(
"scroll",this.scrolled,{capture:!0,passive:!0})}destroy(){clearTimeout(this.timer),document.removeEventListener("keydown",
this.key,!0),document.removeEventListener("scroll",this.scrolled,{capture:!0}),this.element.remove()}hide(){clearTimeout(
this.timer),this.of="",this.element.hidden=!0,this.text.highlights.show("named",[])}#t(t){let s=t.target.closest("[data-\
codes], .qc-name, .qc-bar");if(!s||t.buttons){(!this.element.hidden||this.of)&&this.hide();return}let i=s.dataset.codes??
s.dataset.coding??"";if(i===this.of)return;this.hide(),this.of=i;let n=i.split(" ").map(r=>this.text.doc.codings.get(r)??
this.text.shown().find(c=>c.id===r)).filter(r=>!!r);s.dataset.coding&&this.text.highlights.show("named",n.map(r=>[r.start,
r.end])),this.timer=setTimeout(()=>this.#e(s,n,t.clientY),pn)}#e(t,e,s){let{app:i}=this.text;if(!e.length||!t.isConnected)
return;m(this.element,e.slice(0,ue).map(d=>o("div",{class:"qc-tip-one",data:{hue:i.hueOf(d.code)}},o("b",null,o("span",{
class:"qc-letter"},i.letterOf(d.code))," ",i.nameOf(d.code)),o("span",{class:"qc-quiet"},fe(d).join(" · ")),e.length===
1&&i.codes.get(d.code)?.definition?o("p",null,i.codes.get(d.code)?.definition):null)),e.length>ue?o("p",{class:"qc-quiet"},
`and ${e.length-ue} more; click, and click again, to go through them`):null),this.element.hidden=!1;let n=[...t.getClientRects()],
r=n.find(d=>d.top<=s&&s<=d.bottom)??n[0]??t.getBoundingClientRect(),c=this.element.getBoundingClientRect(),l=Math.max(8,
Math.min(r.left,innerWidth-c.width-8)),h=r.bottom+6;this.element.style.setProperty("left",`${l}px`),this.element.style.setProperty(
"top",`${h+c.height>innerHeight-8?Math.max(8,r.top-c.height-6):h}px`)}};function dt(a){return`Turn ${a.number}`}function ks(a,t){let e=dt(a);return t.startsWith(e)&&!/^[\p{L}\p{N}]|^\.\p{N}/u.
test(t.slice(e.length))}function me(a,t,e){for(let s of a.drawn.values()){let{first:i,turn:n}=s.block;if(!i||!n)continue;
let r=t[n.number]??0,c=s.element.querySelector(".qc-turn-memo");if(c?.dataset.number===String(r)||!c&&!r)continue;let l=c===
document.activeElement;if(c?.remove(),!r){l&&a.focus();continue}let h=p(r>1?String(r):"",()=>e(n),{icon:"memo",class:"qc\
-small qc-turn-memo",data:{number:r},"aria-label":`${b(r,"memo")} on turn ${n.number}`,title:`${b(r,"memo")} on this tur\
n`});(s.element.querySelector(".qc-who")??s.element).append(h),l&&h.focus()}}function vs(a,t,e,s){let i=O("Name",{value:t,required:!0}),n=O("Definition",{kind:"area",rows:4,hint:"When is it put on,\
 and when not? Two sentences now spare long talks later, and without them nobody else can code as you do."}),r=(a.themes??
[]).map(d=>[d,a.nameOf(d)]),c=O("Theme",{kind:"select",options:[["","(a theme of its own)"],...r],value:""}),l=!1,h=E(a,
{title:"New code",body:[i.element,n.element,c.element,o("p",{class:"qc-hint"},s)],actions:[{label:"Add the code",run:async()=>{
let d=i.input.value.trim().replace(/\s+/g," "),u=n.input.value.trim();if(!d)return h.wrong("A code needs a name."),i.input.
focus(),!1;let f=[...a.codes.values()].find(q=>q.name.toLocaleLowerCase()===d.toLocaleLowerCase()&&!q.merged_into);if(f)
return h.wrong(`There is a code ${f.name} already${f.definition?`: ${f.definition.replace(/\.$/,"")}`:""}. Use it, or ch\
oose another name.`),i.input.focus(),!1;if(!u&&!l)return l=!0,h.wrong("It has no definition yet. Say in a sentence when \
it is put on; or press “Add the code” once more to leave it open."),n.input.focus(),!1;let g=await a.write("book_add",
{name:d,parent:c.input.value||null,definition:u},`new code ${d}`,{quiet:!0});await a.loadBook();let w=g?.code??[...a.codes.
values()].find(q=>q.name===d)?.code;if(!w)throw new Error("The code was added, but is not in the codebook as it is now. \
Look there.");for(let q of g?.hints??[])a.say(q);e(w)}}]});(t?n.input:i.input).focus()}function qs(a,t){return new Promise(
e=>{let s=null,i=t.there.length===1;E(a,{title:`${a.nameOf(t.code)} is here already`,body:[o("p",null,i?"Part of these w\
ords carries this code:":`Parts of these words carry this code ${t.there.length} times:`),t.there.slice(0,3).map(r=>o("b\
lockquote",{class:"qc-said"},st(t.words(r.start,r.end)))),o("p",{class:"qc-hint"},"Coded twice, the words would count as\
 two codings.")],actions:[...i?[{label:"Make it one coding over all of it",run:()=>{s="join"}}]:[],{label:"Code it as we\
ll",run:()=>{s="anyway"}}]}).element.addEventListener("close",()=>e(s))})}function st(a,t=160){let e=[...a];return e.length>
t?`${e.slice(0,t-20).join("")} … ${e.slice(-15).join("")}`:a}function xs(a,t,e){let s=t.looked==="seen",i=O("Did you c\
ode it without sight of other coders’ codings and of suggestions?",{kind:"select",options:s?[["no","No: I have seen th\
em here"]]:[["yes","Yes, blind"],["no","No"],["unknown","I cannot say"]],value:s?"no":t.looked==="hidden"?"yes":"unknown",
hint:s?"They were shown on this page while you worked on this document.":t.looked==="hidden"?"This page has not shown yo\
u any on this document. Say no if you have seen them elsewhere.":""}),n=[...t.codings.values()].filter(r=>r.coder===a.session.
coder).length;E(a,{title:`Done with ${t.document}`,body:[o("p",null,"You have read it to the end for every code of the c\
odebook. From now on, where you have put no coding, it means “no” rather than “not read yet”, and the document counts in\
 tables and in agreement."),n?null:o("p",{class:"qc-note"},"You have put no coding on it. That is a finding, too, if it \
is so."),i.element,o("p",{class:"qc-hint"},"You can go on coding it afterwards, and Undo takes this back.")],actions:[{label:"\
Record it as done",run:async()=>{let r=i.input.value,c={document:t.document,version:t.version,blind:r==="unknown"?r:r===
"yes"};await a.write("done",c,`${t.document} done`,{quiet:!0}),e()}}]})}function $s(a,t,e){let s=[["","(none)"],...[...a.
codes.values()].filter(n=>n.applicable).map(n=>[n.code,`${a.letterOf(n.code)}  ${n.name}`])],i=["1","2","3","4","5","6",
"7","8","9"].map(n=>({digit:n,made:O(n,{kind:"select",options:s,value:t.codeOf(n)??""})}));E(a,{title:"Numbers of codes",
body:[o("p",{class:"qc-hint"},"Select words and press the number. Kept for you in this browser."),o("div",{class:"qc-num\
bers"},i.map(({made:n})=>n.element))],actions:[{label:"Use these",run:()=>{for(let{digit:n,made:r}of i)(t.codeOf(n)??"")!==
r.input.value&&t.assign(n,r.input.value);e()}}]})}function it(a,t){let e=o("div",{class:"qc-memo-list"},o("p",{class:"qc\
-quiet"},"Looking for memos …")),s=O("New memo",{kind:"area",rows:4}),i=O("Title (may be empty)",{value:t.title??"",hint:t.
turn?`As long as it begins with “${dt(t.turn)}” the memo is marked at this turn.`:""}),n=null,r=async()=>{try{let l=await a.
read("memos",{on:t.on,others:a.others}),{turn:h}=t,d=h?l.filter(u=>ks(h,u.title??"")):l;m(e,d.map(u=>o("article",{class:"\
qc-memo"},o("p",{class:"qc-quiet"},[u.coder,V(u.time)].join(" · ")),u.title?o("h3",null,u.title):null,o("p",{class:"qc-\
memo-words"},u.text),u.mine?o("p",{class:"qc-toolbar"},p("Change",()=>{n=u.id,s.input.value=u.text,i.input.value=u.title??
"",s.element.querySelector("label").textContent="The memo, changed",s.input.focus()},{class:"qc-small"}),p("Take back",async()=>{
if(await T(a,"Take this memo back?","It stays in the history of the study.","Take it back")){try{await a.write("memo_ret\
ract",{memo:u.id},"memo taken back",{quiet:!0})}catch(f){c.wrong(f.message)}await r(),s.input.focus(),t.then?.()}},{class:"\
qc-small"})):null)))}catch(l){m(e,o("p",{class:"qc-fault"},l.message))}},c=E(a,{title:t.heading,body:[t.quoted?o("blockq\
uote",{class:"qc-said"},st(t.quoted)):null,e,s.element,i.element],actions:[{label:"Save the memo",run:async()=>{let l=s.
input.value.trim();if(!l)throw new Error("A memo needs words.");n?await a.write("memo_edit",{memo:n,text:l,title:i.input.
value.trim()},"memo changed",{quiet:!0}):await a.write("memo_add",{on:t.on,text:l,title:i.input.value.trim()},"memo",{quiet:!0}),
a.say(n?"The memo is changed.":"The memo is kept."),t.then?.()}}]});s.input.focus(),r()}function pe(a){m(a,o("h2",{class:"qc-unseen"},"Selection"),o("p",{class:"qc-hint qc-begin"},"Select words with the mouse\
, then click a code below. By keys: ",o("kbd",null,"↑")," ",o("kbd",null,"↓")," go from turn to turn, ",o("kbd",null,
"Enter")," selects one, ",o("kbd",null,"Shift")," ",o("kbd",null,"→")," selects words; ",o("kbd",null,"?")," shows all\
 keys."))}function Ss(a,t,e,s,i){let n=e.printed(s.start,s.end),r=n.split(/\s+/).filter(Boolean).length,c=new Set(e.blocksIn(
s.start,s.end).map(h=>h.turn).filter(h=>!!h)),l=e.codingsIn(s.start,s.end).filter(h=>h.coder===t.session.coder);m(a,o("d\
iv",{class:"qc-here-head"},o("h2",null,"Selected"),o("span",{class:"qc-count"},b(r,"word"),c.size>1?`, ${c.size} turns`:
""),p("Clear the selection",i.clear,{icon:"close",bare:!0,class:"qc-small qc-push"})),o("blockquote",{class:"qc-said qc-\
selected",dir:"auto"},st(n,100)),l.length?o("ul",{class:"qc-also"},l.slice(0,6).map(h=>o("li",null,Os(t,h,i.look))),l.length>
6?o("li",{class:"qc-quiet"},`and ${l.length-6} more`):null):null,o("div",{class:"qc-toolbar"},p("Memo",i.memo,{icon:"mem\
o",class:"qc-small",keys:"m"}),p("Copy",i.copy,{class:"qc-small"})))}function Os(a,t,e){return o("button",{type:"button",
class:"qc-chip",data:{hue:a.hueOf(t.code)},on:{click:()=>e(t)}},o("span",{class:"qc-letter"},a.letterOf(t.code))," ",a.nameOf(
t.code),t.coder===a.session.coder?null:o("span",{class:"qc-quiet"},` · ${t.coder}`))}function Es(a,t,e,s,i){let n=t.codes.
get(s.code),r=s.coder===t.session.coder,c=e.codingsIn(s.start,s.end).filter(d=>d!==s),l=n&&n.theme!==n.code?t.nameOf(n.theme):
"",h=o("div",{class:"qc-noted"});m(a,o("div",{class:"qc-card",data:{hue:t.hueOf(s.code)}},o("div",{class:"qc-here-head"},
o("span",{class:"qc-letter"},t.letterOf(s.code)),o("h2",null,t.nameOf(s.code)),p("Back to the selection",()=>i.look(null),
{icon:"close",bare:!0,class:"qc-small qc-push",keys:"Escape"})),l?o("p",{class:"qc-quiet"},l):null,o("blockquote",{class:"\
qc-said",dir:"auto"},st(e.printed(s.start,s.end),120)),o("p",{class:"qc-facts"},fe(s).join(" · ")),i.moving?o("div",{class:"\
qc-note"},o("p",null,i.moving),o("p",{class:"qc-toolbar"},p("Save the edges",i.save,{class:"qc-small qc-main"}),p("Leave\
 them",i.leave,{class:"qc-small"}))):s.unsaved?o("p",{class:"qc-note"},"Not saved yet. It is kept in this page and sent \
as soon as the study answers; then it can be changed."):o("div",{class:"qc-toolbar"},r?[p("Edges",i.edges,{class:"qc-sma\
ll",keys:"e"}),i.toSelection?p("Edges to the selected words",i.toSelection,{class:"qc-small"}):null,p("Change code",i.code,
{class:"qc-small",keys:"r"})]:null,p(s.memos?`Memos (${s.memos})`:"Memo",i.memo,{icon:"memo",class:"qc-small",keys:"m"}),
p(s.key?"Key quotation":"Make it a key quotation",i.key,{class:"qc-small","aria-pressed":s.key?"true":"false",keys:"k"}),
p("Copy",i.copy,{class:"qc-small",keys:"q"}),r?p("Retract",i.retract,{icon:"trash",class:"qc-small qc-danger",keys:"Dele\
te"}):null),s.stale?o("p",{class:"qc-note qc-warn"},"Coded under an earlier definition. Read the present one, and change\
 or keep the coding."):null,n?.definition?o("p",{class:"qc-definition"},n.definition):o("p",{class:"qc-quiet"},n?"No def\
inition yet.":"This code is not in the codebook any more."),n&&(n.include.length||n.exclude.length)?o("details",null,o("\
summary",null,"When it is put on, and when not"),n.include.length?o("p",null,o("b",null,"Yes: "),n.include.join("; ")):null,
n.exclude.length?o("p",null,o("b",null,"No: "),n.exclude.join("; ")):null):null,h,c.length?o("div",null,o("h3",null,"Als\
o on these words"),o("ul",{class:"qc-also"},c.slice(0,8).map(d=>o("li",null,Os(t,d,i.look))),c.length>8?o("li",{class:"q\
c-quiet"},`and ${c.length-8} more`):null)):null)),s.memos&&t.read("memos",{on:s.id,others:t.others}).then(d=>{h.isConnected&&
m(h,d.slice(0,3).map(u=>o("article",{class:"qc-memo"},o("p",{class:"qc-quiet"},[u.coder,V(u.time)].join(" · ")),u.title?
o("h3",null,u.title):null,o("p",{class:"qc-memo-words"},st(u.text,400)))))},()=>{})}var nt=class{constructor(t,e,s){this.text=t,this.coding=e,this.given=s,this.start=e.start,this.end=e.end,this.side="end",
this.byKeys=!1,this.handles={start:o("div",{class:"qc-handle qc-handle-start","aria-hidden":"true"}),end:o("div",{class:"\
qc-handle qc-handle-end","aria-hidden":"true"})};for(let i of["start","end"])this.handles[i].addEventListener("pointerdo\
wn",n=>this.#t(n,i)),t.element.append(this.handles[i]);this.place()}destroy(){this.stopped?.();for(let t of Object.values(
this.handles))t.remove();this.text.highlights.show("edges",[])}place(){let t=this.text.ranges(this.start,this.end),e=this.
text.element.getBoundingClientRect(),s=t[0]?.getClientRects()[0],i=t.length?[...t[t.length-1].getClientRects()].at(-1):null,
n=c=>getComputedStyle(c.startContainer.parentElement).direction==="rtl";for(let[c,l]of[["start",s],["end",i]]){let h=this.
handles[c];if(h.hidden=!l,!l)continue;let d=c==="end"!==n(t[c==="end"?t.length-1:0]);h.style.setProperty("left",`${(d?l.
right:l.left)-e.left}px`),h.style.setProperty("top",`${l.top-e.top}px`),h.style.setProperty("height",`${l.height}px`),h.
classList.toggle("qc-now",this.byKeys&&c===this.side)}let r=this.start!==this.coding.start||this.end!==this.coding.end;this.
text.highlights.show("edges",this.byKeys||r?[[this.start,this.end]]:[])}move(t,e){let{doc:s}=this.text,i=[this.start,this.
end],n=t==="start"?Math.min(e,s.step(this.end,-1)):this.start,r=t==="end"?Math.max(e,s.step(this.start,1)):this.end,c=s.
snapped(n,r);if(this.start=c.start,this.end=c.end,this.place(),!this.byKeys||this.start===i[0]&&this.end===i[1])return;let l=s.
printed(this.start,this.end).split(" ");this.text.spoken?.say(t==="end"?`ends with ${l.at(-1)}, ${b(l.length,"word")}`:`\
begins with ${l[0]}, ${b(l.length,"word")}`)}save(){let t=this.text.doc.trimmed(this.start,this.end);t&&(t.start!==this.
coding.start||t.end!==this.coding.end)?this.given.save(t.start,t.end):this.given.leave()}#t(t,e){if(t.button)return;t.preventDefault();
let s=this.handles[e],i=this.text.scroller;for(let c of Object.values(this.handles))c.classList.add("qc-held");let n=c=>{
let l=i?.getBoundingClientRect();l&&i&&(c.clientY<l.top+24&&i.scrollBy(0,-16),c.clientY>l.bottom-24&&i.scrollBy(0,16));let h=this.
text.pointAt(c.clientX,c.clientY);h!==null&&this.move(e,h)},r=()=>{this.stopped?.(),this.save()};this.stopped=()=>{this.
stopped=void 0,document.removeEventListener("pointermove",n),document.removeEventListener("pointerup",r),document.removeEventListener(
"pointercancel",r);for(let c of Object.values(this.handles))c.classList.remove("qc-held")},s.setPointerCapture?.(t.pointerId),
s.releasePointerCapture?.(t.pointerId),document.addEventListener("pointermove",n),document.addEventListener("pointerup",
r),document.addEventListener("pointercancel",r)}begin(){this.byKeys=!0,this.place(),this.#e()}#e(){let t=this.side==="en\
d"?"end":"beginning";this.given.tell(`Moving the ${t}: ← → by word, Shift by character, Tab for the other edge, Enter sa\
ves, Esc leaves it as it was.`),this.text.spoken?.say(`Moving the ${t}: left and right arrow by word, with Shift by char\
acter, Tab for the other edge, Enter saves, Escape leaves it as it was.`)}bindings(){let{doc:t}=this.text,e="Moving edge\
s",s=n=>{let r=this.text.drawn.get(t.blocks[t.blockAt(this[this.side])]);return n.key==="ArrowRight"!=(!!r&&getComputedStyle(
r.words).direction==="rtl")};return[{keys:"ArrowRight or ArrowLeft",words:"move the edge by a word",run:n=>{let r=this[this.
side],c=s(n);if(this.side==="start"){let l=c?t.word(r+1,1):t.word(r,-1);l&&this.move("start",l[0])}else if(c){let l=t.word(
r,1),h=t.word(r,-1);h&&h[1]>r&&(l=h),l&&this.move("end",l[1])}else{let l=t.word(r,-1);l&&l[1]>=r&&(l=t.word(l[0],-1)),l&&
this.move("end",l[1])}},group:e},{keys:"Shift+ArrowRight or Shift+ArrowLeft",words:"by a character",run:n=>this.move(this.
side,t.step(this[this.side],s(n)?1:-1)),group:e},{keys:"Tab or Shift+Tab",words:"the other edge",group:e,run:()=>{this.side=
this.side==="end"?"start":"end",this.place(),this.#e()}},{keys:"Enter",words:"save the edges",run:()=>this.save(),group:e},
{keys:"Escape",words:"leave them as they were",run:()=>this.given.leave(),group:e}]}};var It=class{constructor(t){this.ranges=t,this.own=new Map}show(t,e){let s=this.own.get(t)??{stretches:[],shown:[]};!e.length&&
!s.stretches.length||(s.stretches=e,this.own.set(t,s),this.#t(t))}again(){for(let[t,e]of this.own)e.stretches.length&&this.#t(
t)}clear(){for(let t of this.own.keys())this.show(t,[])}#t(t){let e=globalThis.CSS?.highlights,s=this.own.get(t);if(!e||
!s)return;let i=globalThis.Highlight,n=e.get(`qc-${t}`);n||e.set(`qc-${t}`,n=new i);for(let r of s.shown)n.delete(r);s.shown=
s.stretches.flatMap(([r,c])=>this.ranges(r,c));for(let r of s.shown)n.add(r)}};function As(a){let{doc:t}=a,e=()=>document.activeElement?.contains(a.element)??!1,s=k=>y=>{if(!e())return!1;let v=k(y);return document.
activeElement!==a.element&&a.focus(),a.spoken?.moved(),v},i=k=>{let[y,v]=a.span();if(v<y)return;let x=a.cursor===null||!a.
sees(a.cursor)?t.blockAt(a.top()):a.cursor+k;a.caret=null,a.highlights.show("word",[]),a.goTo(Math.max(y,Math.min(v,x)))},
n=()=>{if(a.caret)return a.caret;let k=t.blocks[a.cursor??t.blockAt(a.top())],y=k?t.word(k.start,1)?.[0]??k.start:0;return{
anchor:y,head:y}},r=k=>{let y=a.drawn.get(t.blocks[t.blockAt(n().head)]),v=y?getComputedStyle(y.words).direction==="rtl":
!1;return k.key==="ArrowRight"!==v},c=k=>{let y=r(k);if(!a.caret){a.setCaret(n().head);return}let{anchor:v,head:$}=a.caret,
x=v===$?$:y?Math.max(v,$)-1:Math.min(v,$),A=y?t.word(x+1,1):t.word(x,-1);A&&d(A[0])&&a.setCaret(A[0])},l=k=>{let{anchor:y,
head:v}=n(),$=r(k),x=v;if($){let A=h(v);A!==null&&(x=A)}else{let A=t.word(v,-1);A&&(x=A[0])}d(x-($?1:0))&&a.setCaret(y,x)},
h=k=>{for(let y=Math.max(0,t.blockAt(k));y<t.blocks.length;y++){let v=t.words(t.blocks[y]).find($=>$[1]>k);if(v)return v[1]}
return null},d=k=>a.drawn.has(t.blocks[t.blockAt(k)]),u=k=>{let{anchor:y,head:v}=n(),$=t.step(v,r(k)?1:-1);d($>v?$-1:$)&&
a.setCaret(y,$)},f=k=>{let{anchor:y,head:v}=n(),$=t.blockAt(k>0?v:v-1),x=t.blocks[$];if(!x)return;let A=t.trimmed(x.start,
x.end)??x,F=(k>0?v>=A.end:v<=A.start)?t.blocks[$+k]:x;if(!F||!a.drawn.has(F))return;let Je=t.trimmed(F.start,F.end)??F;a.
setCaret(y,k>0?Je.end:Je.start)},g=(k,y)=>{let{anchor:v,head:$}=n(),x=t.blocks[t.blockAt($>v?$-1:$)];if(!x)return;let A=t.
trimmed(x.start,x.end)??x;y?a.setCaret(v,k?A.end:A.start):a.setCaret(k?t.word(A.end,-1)?.[0]??A.start:A.start)},w=()=>{a.
cursor===null&&a.goTo(t.blockAt(a.top()));let k=t.blocks[a.cursor??0];if(!k)return;let y=t.trimmed(k.start,k.end);if(!y)
return;let{selection:v}=a,$=k.turn,x=$?t.trimmed($.start,$.end):y,j=v&&v.start===y.start&&v.end===y.end&&x?x:y;a.select(
j.start,j.end),a.caret={anchor:j.start,head:j.end}},q=()=>{let[k,y]=a.span(),v=k<=y?t.trimmed(t.blocks[k].start,t.blocks[y].
end):null;v&&(a.select(v.start,v.end),a.caret={anchor:v.start,head:v.end})};return[{keys:"ArrowDown",words:"next turn",run:s(
()=>i(1)),group:"Reading"},{keys:"ArrowUp",words:"turn before",run:s(()=>i(-1)),group:"Reading"},{keys:"Enter or Space",
words:"select the turn (of a long one the paragraph; once more: all of it)",run:s(w),group:"Selecting"},{keys:"ArrowRigh\
t or ArrowLeft",words:"from word to word",run:s(c),group:"Selecting"},{keys:"Shift+ArrowRight or Shift+ArrowLeft",words:"\
select by words",run:s(l),group:"Selecting"},{keys:"Alt+Shift+ArrowRight or Alt+Shift+ArrowLeft",words:"select by charac\
ters",run:s(u),group:"Selecting"},{keys:"Shift+ArrowDown",words:"select to the end of the paragraph, and on",run:s(()=>f(
1)),group:"Selecting"},{keys:"Shift+ArrowUp",words:"select to its beginning, and back",run:s(()=>f(-1)),group:"Selecting"},
{keys:"Mod+a",words:"select the whole text",run:s(q),group:"Selecting"},{keys:"Home",words:"first word of the paragraph",
run:s(()=>g(!1,!1)),group:"Selecting"},{keys:"End",words:"last word",run:s(()=>g(!0,!1)),group:"Selecting"},{keys:"Shift\
+Home",words:"select to the beginning of the paragraph",run:s(()=>g(!1,!0)),group:"Selecting"},{keys:"Shift+End",words:"\
select to its end",run:s(()=>g(!0,!0)),group:"Selecting"}]}var ge=12,we=5,_t=class{constructor(t){this.text=t,this.element=o("p",{class:"qc-unseen qc-spoken","aria-live":"assertiv\
e"}),t.element.after(this.element),this.before={selection:null,head:null,place:null,turn:null},this.lying=""}destroy(){this.
element.remove()}say(t,e="assertive"){this.element.setAttribute("aria-live",e);let s=this.element.textContent===t;this.element.
textContent=t&&s?`${t} `:t}moved(t){let{doc:e,selection:s,caret:i,cursor:n}=this.text,{before:r}=this,c=s||!i?null:i.head,
l=n===null?null:e.blocks[n]??null;this.before={selection:s,head:c,place:n,turn:l?.turn??null};let h=[];if(s)h.push(this.#t(
r.selection,s),this.#s(s.start,s.end,!0));else if(c!==null){let u=e.word(c,1),f=u&&u[0]===c?u[1]:c+1;l&&(r.place!==n||r.
turn!==l.turn)&&h.push(Ms(l)),h.push(C(e.printed(c,f)),this.#s(c,f,!0))}else l&&(r.place===n&&r.head===null&&!r.selection&&
h.push(n===this.text.span()[0]?"The text begins here":n===this.text.span()[1]?"The text ends here":""),h.push(l.first||r.
turn!==l.turn?Ms(l):"",C(e.printed(l.start,l.end)),this.#s(l.start,l.end,!1)));let d=h.filter(Boolean);d.length&&this.say(
d.reduce((u,f)=>`${u}${/[.?!…]["”’\]]?$/u.test(u)?"":"."} ${f}`),t)}#t(t,e){let s=b(this.#e(e),"word");if(t&&t.start===
e.start!=(t.end===e.end)){let[i,n,r]=t.start===e.start?[Math.min(t.end,e.end),Math.max(t.end,e.end),e.end>t.end]:[Math.min(
t.start,e.start),Math.max(t.start,e.start),e.start<t.start];return`${this.#i(i,n)} ${r?"selected":"not selected"}, ${s}`}
return`Selected, ${s}: ${this.#i(e.start,e.end)}`}#e({start:t,end:e}){return this.text.doc.printed(t,e).split(" ").filter(
Boolean).length}#i(t,e){let s=C(this.text.doc.printed(t,e)).split(" ");return s.length<=ge?s.join(" "):`${s.slice(0,ge/2).
join(" ")} … ${s.slice(-ge/2).join(" ")}`}#s(t,e,s){let{app:i,doc:n}=this.text,r=n.codingsIn(t,e),c=this.lying;return this.
lying=r.map(h=>h.id).join(" "),s&&this.lying===c?"":r.length?`Coded: ${r.slice(0,we).map(h=>C(i.nameOf(h.code))+(h.coder===
i.session.coder?"":` by ${C(h.coder)}`)).join(", ")}${r.length>we?` and ${r.length-we} more`:""}`:s?"Not coded":""}};function Ms({
turn:a}){if(!a)return"";let t=a.speaker??a.person??"";return`${t?`${C(t)}, `:""}turn ${a.number}`}var yn={descriptive:"Observed",reflective:"Reflection",text:""},ot=56,bn=68,z=class{constructor(t,e,s,i={}){this.app=e,this.
doc=s,this.more=i,this.drawn=new Map,this.blockOf=new WeakMap,this.near=new Set,this.evidenced=[],this.selection=null,this.
active=null,this.cursor=null,this.caret=null,this.given=null,this.scrolls=null,this.hint=o("p",{class:"qc-unseen",id:S("\
hint")},`${b(s.turns.length,"turn")}. Up and Down go from turn to turn, Enter selects the turn, Left and Right go from w\
ord to word, with Shift they select.`),this.element=o("div",{class:`qc-text ${i.margin===!1?"qc-plain":""}`,tabindex:"0",
role:i.keyboard?"application":"group","aria-label":i.label??`Text of ${s.document}`,"aria-describedby":i.keyboard?this.hint.
id:null}),t.append(this.element),this.highlights=new It((n,r)=>this.ranges(n,r)),this.#o(),this.#f(),this.spoken=i.keyboard?
new _t(this):null,this.tip=i.tips===!1?null:new jt(this),this.takesBack=i.keyboard?e.keys?.add(As(this)):null,this.onPaper=
!1,this.prints=n=>this.#c(n.type==="beforeprint");for(let n of["beforeprint","afterprint"])window.addEventListener(n,this.
prints);this.listener=()=>this.#g(),document.addEventListener("selectionchange",this.listener),this.waits=null,this.released=
()=>{this.#q(),setTimeout(()=>this.#t())},this.releases=["pointerup","pointercancel","dragend"];for(let n of this.releases)
document.addEventListener(n,this.released);window.addEventListener("blur",this.released),this.element.addEventListener("\
pointerdown",n=>{n.target.closest(".qc-words")&&n.button===0&&n.pointerType==="mouse"&&(this.waits??=[])}),this.element.
addEventListener("click",n=>this.#v(n)),this.element.addEventListener("focusin",n=>{let r=n.target;r.dataset.coding&&r.dataset.
coding!==this.active&&r.matches(":focus-visible")&&this.more.onCoding?.(this.#w(r.dataset.coding))}),this.element.addEventListener(
"mousedown",n=>{n.button===0&&n.detail===1&&!n.shiftKey&&getSelection()?.removeAllRanges()}),this.element.addEventListener(
"focus",()=>{if(!this.more.keyboard||this.cursor!==null||!this.element.matches(":focus-visible"))return;let n=(this.active?
this.doc.codings.get(this.active)?.start:void 0)??this.selection?.start;this.goTo(n===void 0?this.#e():this.doc.blockAt(
n),{scroll:!1}),this.spoken?.moved("polite")}),this.element.addEventListener("blur",()=>this.element.removeAttribute("ar\
ia-describedby"),{once:!0})}destroy(){document.removeEventListener("selectionchange",this.listener);for(let t of this.releases)
document.removeEventListener(t,this.released);window.removeEventListener("blur",this.released);for(let t of["beforeprint",
"afterprint"])window.removeEventListener(t,this.prints);this.takesBack?.(),this.watcher?.disconnect(),this.sizes?.disconnect(),
this.highlights.clear(),this.tip?.destroy(),this.spoken?.destroy(),this.element.remove()}#t(){let{waits:t}=this;this.waits=
null,t?.length&&this.element.isConnected&&this.refresh(t)}refresh(t){if(this.waits){this.waits.push(...t??[[0,this.doc.length]]);
return}let e=this.#k(),s=this.element.contains(document.activeElement)?document.activeElement:null,i=s?.dataset.coding;this.
given=null;let n=t?[...new Set(t.flatMap(([r,c])=>this.doc.blocksIn(r,c)))].filter(r=>this.drawn.has(r)):[...this.drawn.
keys()];for(let r of n)this.#l(r);this.#a(n.filter(r=>this.near.has(r))),this.highlights.again(),e(),s&&!s.isConnected&&
(i&&this.element.querySelector(`.qc-name[data-coding="${CSS.escape(i)}"]`)||this.element).focus({preventScroll:!0})}evidence(t){
let e=this.evidenced;this.evidenced=t,this.refresh([...e,...t].map(s=>[s.start,s.end]))}reveal(t,e,s={}){let i=this.doc.
blocksIn(t,e)[0]??this.doc.blocks[this.doc.blockAt(t)],n=i&&this.drawn.get(i);if(!n)return;let r=()=>{let c=n.pieces.find(
l=>l.end>t)?.element??n.element;s.nearest&&this.#s(c)||this.#i(c,s.top?"start":"center")};if(r(),requestAnimationFrame(r),
s.flash){let c=this.doc.blocksIn(t,e).map(l=>this.drawn.get(l)?.element);for(let l of c)l?.classList.add("qc-flash");this.
highlights.show("lit",[[t,e]]),setTimeout(()=>{for(let l of c)l?.classList.remove("qc-flash");s.stay||this.highlights.show(
"lit",[])},2500)}}select(t,e){let s=this.#h(t,t>e),i=this.#h(e,t<e);!s||!i||(getSelection()?.setBaseAndExtent(s.node,s.offset,
i.node,i.offset),this.#g())}settle(){this.#g()}clear(){let t=getSelection();t&&this.element.contains(t.anchorNode)&&t.removeAllRanges(),
this.#b(null)}focus(){this.element.focus({preventScroll:!0})}activate(t,e={}){let s=this.active&&this.doc.codings.get(this.
active),i=t?this.doc.codings.get(t):null;if(this.active=i?i.id:null,i&&this.highlights.show("lit",[]),this.refresh([s,i].
filter(n=>!!n).map(n=>[n.start,n.end])),i&&e.reveal){this.reveal(i.start,i.end,{nearest:!0});let n=this.doc.blockAt(i.start);
this.more.keyboard&&this.goTo(n,{scroll:!1})}}get scroller(){return this.scrolls?.isConnected||(this.scrolls=kn(this.element)),
this.scrolls}set scroller(t){this.scrolls=t}shown(){return this.more.codings?[...this.more.codings()].sort(J):this.doc.ordered()}goTo(t,e={}){
let s=this.drawn.get(this.doc.blocks[t]);if(!s)return;let i=this.cursor===null?null:this.drawn.get(this.doc.blocks[this.
cursor]);this.cursor=t,i!==s&&(i?.element.classList.remove("qc-at"),i&&Nt(i.margin,!1),s.element.classList.add("qc-at"),
this.more.keyboard&&Nt(s.margin,!0)),e.scroll!==!1&&this.#i(s.element,"nearest")}setCaret(t,e){if(t===null){this.caret=null,
this.highlights.show("word",[]);return}let s=e??t;if(this.caret={anchor:t,head:s},this.goTo(this.doc.blockAt(Math.max(0,
s>t?s-1:s)),{scroll:!1}),s===t){this.selection&&this.clear(),this.caret={anchor:t,head:s};let i=this.doc.word(t,1);this.
highlights.show("word",[i&&i[0]===t?i:[t,t+1]])}else this.highlights.show("word",[]),this.select(t,s);this.#n(s,s>t)}ranges(t,e){
let s=[];for(let i of this.doc.blocksIn(t,e)){let n=this.#h(Math.max(t,i.start),!1,i),r=this.#h(Math.min(e,i.end),!0,i);
if(!n||!r)continue;let c=document.createRange();c.setStart(n.node,n.offset),c.setEnd(r.node,r.offset),s.push(c)}return s}pointAt(t,e){
let s=document;if(s.caretPositionFromPoint){let n=s.caretPositionFromPoint(t,e);return n?this.#p(n.offsetNode,n.offset):
null}let i=s.caretRangeFromPoint?.(t,e);return i?this.#p(i.startContainer,i.startOffset):null}top(){return this.doc.blocks[this.#e()]?.
start??0}span(){let t=this.drawn.keys().next().value,e=t?this.doc.blocks.indexOf(t):0;return[e,e+this.drawn.size-1]}sees(t){
let e=this.drawn.get(this.doc.blocks[t])?.element.getBoundingClientRect(),s=this.scroller?.getBoundingClientRect()??{top:0,
bottom:innerHeight};return!!e&&e.bottom>s.top&&e.top<s.bottom}#e(){let t=(this.scroller?.getBoundingClientRect().top??0)+
1,e=this.doc.blocks,[s,i]=this.span();for(;s<i;){let n=s+i>>1,r=this.drawn.get(e[n]);!r||r.element.getBoundingClientRect().
bottom<=t?s=n+1:i=n}return Math.max(0,s)}#i(t,e){if(!this.scroller){t.scrollIntoView({block:e});return}let s=t.getBoundingClientRect(),
i=this.scroller.getBoundingClientRect(),n=s.top-i.top,r=s.bottom-i.bottom,c=0;e==="start"?c=n-8:e==="center"?c=n-Math.max(
ot,(i.height-s.height)/2):n<ot||s.height>i.height-2*ot?c=n-ot:r>-ot&&(c=r+ot),c&&this.scroller.scrollBy({top:c,behavior:"\
instant"})}#s(t){let e=t.getBoundingClientRect(),s=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};return e.
top>=s.top+8&&e.bottom<=s.bottom-8}#n(t,e){let s=this.#h(t,e);if(!s)return;let i=document.createRange();i.setStart(s.node,
s.offset),i.collapse(!0);let n=i.getClientRects()[0],r=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};
if(!n)return;let c=n.top<r.top+40?n.top-r.top-80:n.bottom>r.bottom-40?n.bottom-r.bottom+80:0;c&&(this.scroller??document.
scrollingElement)?.scrollBy(0,c)}#o(){let{from:t=0,to:e=this.doc.length}=this.more,s=[this.more.keyboard?this.hint:null];
this.doc.blocks.forEach((i,n)=>{if(i.end<=t||i.start>=e)return;let r=i.turn,c=o("p",{class:"qc-words",dir:"auto"}),l=o("\
div",{class:"qc-margin"}),h=o("div",{class:["qc-block",i.kind==="gap"?"qc-gap":"",r?.asks?"qc-asks":"",i.first?"qc-first":
""].filter(Boolean).join(" "),id:S("block"),data:{place:n,part:i.gap??r?.part??"speech"},style:{"--qc-guess":`${Math.ceil(
(i.end-i.start)/bn)+(i.first?1:0)}`}},i.first&&r?this.#r(r):null,c,this.more.margin===!1?null:l),d={block:i,element:h,words:c,
margin:l,codings:[],lanes:new Map,pieces:[]};this.drawn.set(i,d),this.blockOf.set(h,i),this.#l(i),s.push(h)}),this.drawn.
size===0&&s.push(o("p",{class:"qc-quiet"},"This document has no words.")),m(this.element,s)}#r(t){let e=t.speaker??t.person??
yn[t.part]??"";return!e&&!t.time?null:o("h3",{class:"qc-who"},e?o("span",{class:"qc-speaker"},e):null,t.role&&t.role!=="\
(not recorded)"?o("span",{class:"qc-role"},t.role):t.asks?o("span",{class:"qc-role"},"asks"):null,o("span",{class:"qc-ti\
me"},[t.time,`turn ${t.number}`].filter(Boolean).join(" · ")))}#d(t){if(!this.more.codings)return this.doc.codingsOf(t);
if(!this.given){this.given=new Map;for(let e of this.shown())for(let s of this.doc.blocksIn(e.start,e.end)){let i=this.given.
get(s);i?i.push(e):this.given.set(s,[e])}}return this.given.get(t)??[]}#l(t){let e=this.drawn.get(t);if(!e)return;let s=this.#d(
t),i=this.evidenced.length?this.evidenced.filter(c=>c.start<t.end&&c.end>t.start):[];e.codings=s,e.lanes=Mt(s),e.pieces=
[];let n=new Set([t.start,t.end]);for(let c of[...s,...i])n.add(Math.max(t.start,c.start)),n.add(Math.min(t.end,c.end));
let r=[...n].sort((c,l)=>c-l);for(let c=0;c+1<r.length;c++){let[l,h]=[r[c],r[c+1]],d=s.filter(f=>f.start<h&&f.end>l),u=i.
filter(f=>f.start<h&&f.end>l);e.pieces.push({start:l,end:h,element:this.#u(l,h,d,u,e)})}m(e.words,e.pieces.map(c=>c.element)),
!s.length&&e.margin.childNodes.length&&m(e.margin)}#u(t,e,s,i,n){let r=document.createElement("span");r.dataset.s=String(
t),r.dataset.e=String(e);let c=i.map(d=>`qc-${d.kind}`),l=i.map(d=>d.label).filter(Boolean);l.length&&(r.title=l.join(";\
 "));let h=r;if(s.length){c.push("qc-coded"),s.some(u=>u.unsaved)&&c.push("qc-unsaved"),r.dataset.codes=s.map(u=>u.id).join(
" ");let d=this.active&&s.find(u=>u.id===this.active);d&&(c.push("qc-active"),r.dataset.hue=String(this.app.hueOf(d.code)));
for(let u of s){let f=n.lanes.get(u.id)??0;if(f>=gs)continue;let g=document.createElement("span");g.className="qc-line",
g.dataset.lane=String(f),g.dataset.hue=String(this.app.hueOf(u.code)),g.dataset.line=Y(this.app,u.code),h.append(g),h=g}}
return c.length&&(r.className=c.join(" ")),h.append(this.doc.slice(t,e)),r}#f(){if(this.more.margin===!1)return;this.watcher=
new IntersectionObserver(e=>{let s=[];for(let i of e){let n=this.blockOf.get(i.target);n&&(i.isIntersecting?(this.near.add(
n),s.push(n)):this.near.delete(n))}this.#a(s)},{root:this.scroller,rootMargin:"400px 0px"});for(let e of this.drawn.values())
this.watcher.observe(e.element);let t=0;this.sizes=new ResizeObserver(([e])=>{Math.abs(e.contentRect.width-t)<1||(t=e.contentRect.
width,this.#a([...this.near]))}),this.sizes.observe(this.element)}#m(t){return this.more.keyboard===!0&&this.cursor!==null&&
this.doc.blocks[this.cursor]===t}#c(t){if(!(this.more.margin===!1||this.onPaper===t)){this.onPaper=t;for(let e of this.drawn.
values())t?ws(this.app,this.doc,e):m(e.margin);t||this.#a([...this.near])}}#a(t){if(this.more.margin===!1||this.onPaper)
return;let e=t.map(i=>this.drawn.get(i)).filter(i=>!!i),s=e.map(i=>Ct(i));e.forEach((i,n)=>Tt(this.app,i,s[n],this.active,
this.#m(i.block)))}#h(t,e,s){let i=s?[s]:this.doc.blocksIn(e?t-1:t,e?t:t+1);for(let n of i)for(let r of this.drawn.get(n)?.
pieces??[])if(e?r.start<t&&t<=r.end:r.start<=t&&t<r.end){let c=r.element;for(;c.firstChild;)c=c.firstChild;return{node:c,
offset:this.doc.unit(t)-this.doc.unit(r.start)}}return null}#p(t,e,s=!1){let i=t.nodeType===Node.TEXT_NODE?t.parentElement?.
closest("[data-s]"):null;if(i&&this.element.contains(i))return this.doc.point(this.doc.unit(Number(i.dataset.s))+e,s);let n=document.
createRange();if(n.setStart(t,e),!this.element.contains(t))return n.comparePoint(this.element,0)>0?0:this.doc.length;let r=[
...this.drawn.values()],c=0,l=r.length;for(;c<l;){let u=c+l>>1,f=r[u].words;n.comparePoint(f,f.childNodes.length)<0?c=u+
1:l=u}let h=r[c];if(!h)return this.doc.length;let d=h.pieces.find(u=>n.comparePoint(u.element,u.element.childNodes.length)>=
0);return d?d.start:h.block.end}#g(){let t=getSelection();if(!t||!t.rangeCount)return this.#y();let{anchorNode:e,focusNode:s}=t;
if(!this.element.contains(e)&&!this.element.contains(s))return e&&(e instanceof Element?e:e.parentElement)?.closest(".qc\
-text")?this.#b(null):this.#y();if(t.isCollapsed){let u=e&&this.#p(e,t.anchorOffset);this.#b(null),u!==null&&this.more.keyboard&&
(this.caret={anchor:u,head:u});return}let{startContainer:i,startOffset:n,endContainer:r,endOffset:c}=t.getRangeAt(0),l=this.#p(
i,n),h=this.#p(r,c,!0);if(l===null||h===null||l>=h)return this.#b(null);let d=this.doc.snapped(l,h);this.#b(this.doc.trimmed(
d.start,d.end))}#y(){this.highlights.show("kept",this.selection?[[this.selection.start,this.selection.end]]:[])}#b(t){this.
highlights.show("kept",[]);let e=this.selection;if(!(t?.start===e?.start&&t?.end===e?.end)){if(this.selection=t,t)for(let s of[
"word","lit"])this.highlights.show(s,[]);this.more.onSelect?.(t)}}#q(){let t=getSelection();if(!this.selection||!t?.rangeCount||
t.isCollapsed||!this.element.contains(t.anchorNode)||!this.element.contains(t.focusNode))return;let{startContainer:e,startOffset:s,
endContainer:i,endOffset:n}=t.getRangeAt(0),r=this.#p(e,s),c=this.#p(i,n,!0);if(r===null||c===null)return;let l=this.doc.
snapped(r,c);(l.start!==r||l.end!==c)&&this.select(l.start,l.end),this.caret={anchor:this.selection.start,head:this.selection.
end}}#k(){let t=getSelection();if(!t?.rangeCount||!t.anchorNode||!t.focusNode||!this.element.contains(t.anchorNode)||!this.
element.contains(t.focusNode))return()=>{};let{endContainer:e,endOffset:s}=t.getRangeAt(0),i=(c,l)=>!t.isCollapsed&&c===
e&&l===s,n=this.#p(t.anchorNode,t.anchorOffset,i(t.anchorNode,t.anchorOffset)),r=this.#p(t.focusNode,t.focusOffset,i(t.focusNode,
t.focusOffset));return()=>{n===null||r===null||n===r||t.rangeCount&&!t.isCollapsed&&this.element.contains(t.anchorNode)&&
this.#p(t.anchorNode,t.anchorOffset)===n&&this.#p(t.focusNode,t.focusOffset)===r||this.select(n,r)}}#v(t){let e=t.target,
s=e.closest(".qc-name, .qc-bar");if(s?.dataset.coding){this.more.onCoding?.(this.#w(s.dataset.coding));return}let i=getSelection();
if(i&&!i.isCollapsed)return;let n=e.closest(".qc-block"),r=n&&this.blockOf.get(n);r&&this.more.keyboard&&this.goTo(this.
doc.blocks.indexOf(r),{scroll:!1});let c=e.closest("[data-codes]")?.dataset.codes?.split(" ")??[];if(!c.length){this.active&&
this.more.onCoding?.(null);return}let l=c.map(d=>this.#w(d)).filter(d=>!!d).sort((d,u)=>d.end-d.start-u.end+u.start),h=l.
findIndex(d=>d?.id===this.active);this.more.onCoding?.(l[(h+1)%l.length]??null)}#w(t){return this.doc.codings.get(t)??this.
shown().find(e=>e.id===t)??null}};function kn(a){for(let t=a.parentElement;t;t=t.parentElement)if(/auto|scroll/.test(getComputedStyle(
t).overflowY))return t;return null}var Cs=new WeakMap,ye=class{constructor(t,e,s){this.app=e,this.host=t,this.text=null,this.asked=!1,this.edges=null,this.
moving=null,this.recoding=null,this.undoable=null,this.timer=null,this.offs=[];let i=Cs.get(e)??new Map;Cs.set(e,i),this.
places=i,this.bar=o("header",{class:"qc-text-bar"}),this.scroll=o("div",{class:"qc-text-scroll"}),this.here=o("section",
{class:"qc-here","aria-label":"Selection"});let n=o("section",{class:"qc-code-list","aria-label":"Codes"});this.told=o("\
p",{class:"qc-unseen","aria-live":"polite"}),this.root=o("div",{class:"qc-code-view"},o("section",{class:"qc-middle","ar\
ia-label":"Text"},this.bar,this.scroll),o("aside",{class:"qc-side","aria-label":"Coding"},this.here,n),this.told),t.append(
this.root),this.list=new Lt(n,e,{take:r=>this.take(r),make:r=>this.make(r),leave:()=>this.back(),numbers:()=>$s(e,this.list.
hotkeys,()=>this.list.draw())}),this.offs.push(e.on("doc",r=>this.show(r)),e.on("codings",r=>this.#o(r)),e.on("codebook",
()=>this.#r()),e.on("counts",()=>this.list.counts()),e.on("documents",()=>this.#s()),e.on("status",()=>this.#s()),e.on("\
memos",()=>{this.#l()}),this.#e().add(this.list.bindings()),this.#e().add(this.#g())),this.#r(),this.show(e.doc),this.params(
s)}destroy(){this.#i(),clearTimeout(this.timer);for(let t of this.offs)t();this.edgeKeys?.(),this.edges?.destroy(),this.
text?.destroy(),this.root.remove()}async params(t){let{app:e}=this,{document:s,coding:i,use:n}=t??{};n&&e.codes.get(n)?.
applicable&&this.#t(n);try{if(s&&s!==e.doc?.document&&(await e.open(s)).document!==s)return}catch(l){e.sorry(l);return}let r=Number(
t?.start),c=Number(t?.end);!this.text||this.text.doc!==e.doc||(i&&this.text.doc.codings.has(i)?this.look(this.text.doc.codings.
get(i)??null,!0):t?.start!==void 0&&Number.isInteger(r)&&Number.isInteger(c)&&r<c&&(this.text.reveal(r,c,{flash:!0,stay:!0}),
this.text.goTo(this.text.doc.blockAt(r),{scroll:!1})))}#t(t){let{app:e}=this;this.list.offer(t);let s=this.list.hotkeys.
keyOf(t);e.say(`Select words, then press ${s||"/ and Enter"} to put ${e.nameOf(t)} on them.`)}#e(){return this.app.keys}show(t){
let{app:e}=this,s=this.text?.doc.document===t?.document,i=this.text?.element.contains(document.activeElement),n=s?this.text?.
active??null:null,r=s&&this.text?.doc.version===t?.version?this.text?.selection:null;if(this.#i(),this.#c(),this.#m(),this.
text?.destroy(),this.text=null,this.scroll.replaceChildren(),!t){m(this.bar),m(this.scroll,o("div",{class:"qc-empty"},o(
"h2",null,"No document is open"),o("p",null,e.documents.length?"Choose one from the list.":"This study has no documents \
yet. Add transcripts with: qualcode ingest PROJECT FOLDER"))),pe(this.here);return}this.text=new z(this.scroll,e,t,{keyboard:!0,
label:`Text of ${t.document}${t.title?`, ${t.title}`:""}`,onSelect:l=>this.#u(l),onCoding:l=>this.look(l)}),me(this.text,
t.turnMemos,l=>this.memoOnTurn(l));let c=this.places.get(t.document);c&&this.text.reveal(c,c+1,{top:!0}),n&&t.codings.has(
n)&&this.text.activate(n),r&&this.text.select(r.start,r.end),i&&this.text.focus(),this.#s(),this.#n(),this.#d()}#i(){this.
text&&this.places.set(this.text.doc.document,this.text.top())}#s(){let{app:t,text:e}=this,s=e?.doc;if(!s)return;let i=t.
documents.find(w=>w.document===s.document),n=t.session.coder,r=i?.passes.find(w=>w[0]===n&&w[1]),c=s.done.filter(([w])=>w!==
null).flatMap(([w])=>w),l=i?i.hidden:s.mustHide,h=r?{yes:"blind",no:"not blind",unknown:""}[r[2]]:"",d=[s.kind.replace("\
_"," "),i?.case,i?.phase&&i.phase!=="(not recorded)"?`phase ${i.phase}`:"",i?.date,i?`${i.words.toLocaleString("en")} wo\
rds`:""],u=this.undoable,f=JSON.stringify([s.document,s.title,d,r,c,l,t.others,u,t.session.read_only]);if(f===this.headed&&
this.bar.childNodes.length)return;this.headed=f;let g=(this.bar.contains(document.activeElement)?document.activeElement:
null)?.dataset.does;m(this.bar,o("div",{class:"qc-text-title"},o("h2",{title:s.title||null},s.document," ",s.title?o("sp\
an",{class:"qc-doc-title"},s.title):null),o("p",{class:"qc-quiet"},d.filter(w=>w&&w!=="(none)").join(" · ")),o("p",{class:"\
qc-quiet qc-on-paper"},`${t.session.title} · codings of ${n}${t.others&&!l?" and of the other coders":""}${r?", who has\
 finished this document":", not finished yet"}`)),o("div",{class:"qc-toolbar"},p(u?`Undo: ${Et(u)}`:"Nothing to undo",()=>this.
undo(),{icon:"undo",bare:!0,keys:"Mod+z",data:{does:"undo"},"aria-disabled":u?null:"true"}),p("Redo",()=>this.redo(),{icon:"\
redo",bare:!0,keys:"Mod+Shift+z",data:{does:"redo"}}),t.session.read_only?o("span",{class:"qc-tag"},"Can only be read"):
null,l?o("span",{class:"qc-tag",title:"This document is part of a sample that is coded blind, or the study asks everybod\
y to code blind first."},"Others’ work hidden until you are done"):p("Other coders",()=>this.others(),{icon:t.others?"\
eye":"hidden",class:"qc-small","aria-pressed":t.others?"true":"false",keys:"o",data:{does:"others"},title:t.others?"Hide\
 other coders’ codings (o)":"Show other coders’ codings (o)"}),p("Memo",()=>this.memoOnDocument(),{icon:"memo",class:"\
qc-small",data:{does:"memo"},title:"Memo on the document","aria-label":"Memo on the document"}),r?o("span",{class:"qc-do\
ne"},o("span",{"aria-hidden":"true"},"✓ "),["Done",h].filter(Boolean).join(", ")):p("Done",()=>this.done(),{icon:"chec\
k",class:"qc-small",keys:"d",data:{does:"done"},title:"Done with this document (d)","aria-label":"Done with this documen\
t"})),!r&&c.length?o("p",{class:"qc-quiet qc-wide-note"},`Done so far: ${c.length===1?"turn":"turns"} ${c.slice(0,12).join(
", ")}${c.length>12?" …":""}`):null),g&&(this.bar.querySelector(`[data-does="${g}"]`)??this.text?.element??null)?.focus(
{preventScroll:!0})}#n(){let{app:t,text:e}=this;if(!e)return;let s=e.active?e.doc.codings.get(e.active):null,i=this.here.
contains(document.activeElement);if(s){let n=e.selection,r=n&&(n.start!==s.start||n.end!==s.end);Es(this.here,t,e.doc,s,
{look:c=>this.look(c,!!c),edges:()=>this.beginEdges(),toSelection:r?()=>this.change(s,{start:n.start,end:n.end}):null,code:()=>this.
recode(),retract:()=>this.retract(),memo:()=>this.memo(),copy:()=>this.copy(),key:()=>this.key(),moving:this.moving,save:()=>this.
edges?.save(),leave:()=>this.#a()})}else e.selection?Ss(this.here,t,e.doc,e.selection,{look:n=>this.look(n),memo:()=>this.
memo(),copy:()=>this.copy(),clear:()=>{e.clear(),e.focus()}}):pe(this.here);this.here.classList.toggle("qc-steady",!s),this.
here.setAttribute("aria-label",s?`Coding: ${t.nameOf(s.code)}`:"Selection"),i&&!this.here.contains(document.activeElement)&&
e.focus()}#o(t){let{text:e}=this;!e||t.document!==e.doc.document||(e.active&&!e.doc.codings.has(e.active)&&(this.following||
(e.active=null)),this.edges&&!e.doc.codings.has(this.edges.coding.id)&&this.#c(),e.refresh(t.touched),this.edges?.place(),
this.#n(),this.#d())}#r(){let t=JSON.stringify([...this.app.codes.values()].map(s=>[s.code,s.name,s.theme,s.definition,s.
applicable]));if(t===this.book)return;let e=this.book===void 0;this.book=t,!e&&(this.list.draw(),this.text?.refresh(),this.#n())}#d(){
clearTimeout(this.timer),this.timer=setTimeout(async()=>{if(this.app.saved)try{this.undoable=await this.app.read("undoab\
le"),this.#s()}catch{}},300)}async#l(){let{app:t,text:e}=this;if(!e)return;let{doc:s}=e;try{s.turnMemos=await t.read("tu\
rn_memos",{document:s.document,others:t.others})}catch{return}this.text===e&&me(e,s.turnMemos,i=>this.memoOnTurn(i))}#u(t){
if(t&&this.text?.active&&!this.edges?.byKeys){let e=this.text.doc.codings.get(this.text.active);(!e||e.coder!==this.app.
session.coder||t.end<=e.start||t.start>=e.end)&&this.look(null,!1,!1)}this.#n()}look(t,e=!1,s=!0){let{text:i}=this;i&&(this.#c(),
this.#m(),t&&i.selection&&s&&i.clear(),i.activate(t?.id??null,{reveal:e}),t&&t.coder===this.app.session.coder&&!t.unsaved&&
(this.edges=new nt(i,t,{save:(n,r)=>this.change(t,{start:n,end:r}),tell:n=>{this.moving=n,this.#n()},leave:()=>this.#a()})),
this.#n(),s&&!i.element.contains(document.activeElement)&&i.focus(),t&&this.tell(`${this.app.nameOf(t.code)}${t.coder===
this.app.session.coder?"":`, ${t.coder}`}: ${i.doc.printed(t.start,t.end).slice(0,200)}`))}next(t){let{text:e}=this;if(!e)
return;let s=e.shown();if(!s.length){this.app.say("There are no codings on this text yet.");return}let i=e.active?s.findIndex(
r=>r.id===e.active):-1,n=i+t;if(i<0){let r=e.selection?.start??e.caret?.head??(e.cursor!==null?e.doc.blocks[e.cursor].start:
e.top()),c=s.findIndex(l=>l.start>=r);n=t>0?c:(c<0?s.length:c)-1}if(n<0||n>=s.length){this.app.say(t>0?"That was the las\
t coding.":"That was the first coding.");return}this.look(s[n],!0)}#f(t){let{text:e,app:s}=this,i=e?.active?e.doc.codings.
get(e.active):null;return i?i.coder!==s.session.coder?(s.say(`This is ${i.coder}’s coding; you change your own. Write a \
memo on it, or settle it under Compare.`),null):i.unsaved?(s.say("This coding is not saved yet; wait until it is."),null):
i:(s.say(`Choose a coding first, to ${t}: click it, or press ] for the next one.`),null)}async take(t){let{app:e,text:s}=this;
if(!s)return;if(this.recoding){let l=this.recoding;this.back(),t===l.code?e.say(`It is ${e.nameOf(t)} already.`):this.change(
l,{code:t});return}s.settle();let i=s.selection;if(!i){e.say("Select words first, then choose the code for them."),s.focus();
return}let{doc:n}=s,r=n.codingsIn(i.start,i.end).filter(l=>l.code===t&&l.coder===e.session.coder);if(!r.some(l=>l.start===
i.start&&l.end===i.end)&&r.length){let l=await qs(e,{code:t,there:r,words:(h,d)=>n.printed(h,d)});if(!l)return;if(e.doc?.
document!==n.document||e.doc.version!==n.version){e.say(`Another text is open by now; nothing was coded in ${n.document}\
.`);return}if(l==="join"){this.list.clear(),this.change(r[0],{start:Math.min(i.start,r[0].start),end:Math.max(i.end,r[0].
end)});return}}this.list.used(t),this.list.clear(),s.element.contains(document.activeElement)||s.focus();try{(await e.code(
i.start,i.end,t))?.stood||this.tell(`${e.nameOf(t)} put on: ${n.printed(i.start,i.end).slice(0,200)}`)}catch{}}make(t){let{
app:e,text:s}=this,i=this.recoding,n=s?.selection;vs(e,t,r=>{this.list.clear(),i||n?this.take(r):e.say(`${e.nameOf(r)} i\
s in the codebook.`)},i?"It takes the place of the coding’s code.":n?"It is put on the selected words.":"No words are \
selected, so it is only added to the codebook.")}digit(t){let e=this.list.hotkeys.codeOf(t);if(!e){this.app.say(`No code\
 has the number ${t}. “Change numbers” gives it one.`);return}this.app.codes.get(e)?.applicable&&this.take(e)}async change(t,e){
let{app:s,text:i}=this,n=i?.doc;if(!n||!n.codings.has(t.id))return;this.#c();let r={...t,...e,unsaved:!0},c=()=>{s.doc===
n&&s.emit("codings",{document:n.document,touched:[[t.start,t.end],[r.start,r.end]],full:!1})};n.put(r),this.following=!0,
c();try{let l=await s.write("change",{coding:t.id,...e},`${s.nameOf(r.code)} changed`);l&&this.text?.doc===n&&this.text.
active===t.id&&this.look(n.codings.get(l.coding)??null,!1,!1),this.tell(e.code?`Now ${s.nameOf(e.code)}`:"Edges saved")}catch{
n.codings.get(t.id)===r&&n.put(t)}finally{this.following=!1;let l=n.codings.get(t.id);l?.unsaved&&n.put({...l,unsaved:void 0}),
c()}}async retract(){let{app:t,text:e}=this,s=this.#f("retract it");if(!s||!e)return;let{doc:i}=e;if(s.memos&&!await T(t,
"Retract this coding?",`It has ${s.memos===1?"a memo":`${s.memos} memos`}, which stay in the study and still say what th\
ey were about.`,"Retract"))return;this.look(null),i.codings.delete(s.id);let n=()=>this.app.doc===i&&t.emit("codings",{document:i.
document,touched:[[s.start,s.end]],full:!1});n();try{await t.write("retract",{codings:[s.id]},`${t.nameOf(s.code)} retra\
cted`),t.say(`${t.nameOf(s.code)} retracted. Undo brings it back.`)}catch{i.put(s),n()}}recode(){let t=this.#f("change i\
ts code");t&&(this.#c(),this.recoding=t,this.list.setPurpose(`Choose the code to take the place of ${this.app.nameOf(t.code)}\
.`),this.list.focus())}#m(){this.recoding&&(this.recoding=null,this.list.setPurpose(null))}back(){this.#m(),this.text?.focus()}beginEdges(){
let t=this.#f("move its edges"),{text:e}=this;!t||!e||((!this.edges||this.edges.coding!==t)&&this.look(t),this.edges&&(e.
focus(),this.edges.begin(),this.edgeKeys?.(),this.edgeKeys=this.#e().add(this.edges.bindings())))}#c(){this.edgeKeys?.(),
this.edgeKeys=void 0,this.moving=null,this.edges?.destroy(),this.edges=null}#a(){let t=this.edges?.coding??null;this.#c(),
this.look(t&&this.text?.doc.codings.has(t.id)?t:null)}memo(){let{app:t,text:e}=this;if(!e)return;let{doc:s}=e,i=e.active?
s.codings.get(e.active):null;if(i){if(i.unsaved)return;it(t,{on:i.id,heading:`Memo on ${t.nameOf(i.code)}`,quoted:s.printed(
i.start,i.end)});return}let n=e.selection?.start??(e.cursor!==null?s.blocks[e.cursor].start:null),r=n===null?null:s.turnAt(
n);if(!r){this.memoOnDocument();return}this.memoOnTurn(r,e.selection??void 0)}memoOnTurn(t,e){let s=this.text?.doc;if(!s)
return;let i=s.printed(e?.start??t.start,e?.end??t.end),n=`${dt(t)}${t.speaker?`, ${t.speaker}`:""}: “${i.slice(0,60)}${i.
length>60?" …":""}”`;it(this.app,{on:s.document,turn:t,heading:`Memo on turn ${t.number} of ${s.document}`,title:n,quoted:i})}memoOnDocument(){
let t=this.text?.doc;t&&it(this.app,{on:t.document,heading:`Memo on ${t.document}`})}async copy(){let{app:t,text:e}=this;
if(!e)return;let{doc:s}=e,i=e.active&&s.codings.get(e.active)||e.selection;if(!i){t.say("Select words or choose a coding\
 first.");return}let n=s.turnAt(i.start),r=[s.document,n?.role??n?.speaker,n?`turn ${n.number}`:""].filter(Boolean).join(
", ");try{await navigator.clipboard.writeText(`“${s.printed(i.start,i.end)}” (${r})`),t.say("Quotation copied, with \
where it stands.")}catch{e.select(i.start,i.end),t.say("This page may not write to the clipboard; the words are selected\
, copy them with Ctrl+C.")}}async key(){let{app:t,text:e}=this,s=e?.active?e.doc.codings.get(e.active):null;if(!s||s.unsaved){
t.say("Choose a coding first, to make it a key quotation.");return}await t.write("key",{coding:s.id,on:!s.key},"key quot\
ation").catch(()=>{}),this.tell(s.key?"No key quotation any more":"Key quotation")}async done(){let{app:t,text:e}=this,s=e?.
doc;if(!s)return;if(t.documents.find(n=>n.document===s.document)?.passes.some(n=>n[0]===t.session.coder&&n[1])){t.say("T\
his document is done already. Undo takes it back as long as it is your latest act.");return}if(!this.asked){this.asked=!0;
try{await this.#h(s)}finally{this.asked=!1}this.text?.doc===s&&xs(t,s,()=>t.say(`${s.document} is done.`))}}async#h(t){try{
t.looked=await this.app.read("looked",{document:t.document})}catch{}}async others(){let{app:t,text:e}=this,s=e?.doc;if(!s)
return;let i=t.documents.find(r=>r.document===s.document);if(i?i.hidden:s.mustHide){t.say("Other coders’ work on this do\
cument is hidden until you are done with it, so that you code it blind.");return}let n=i?.passes.some(r=>r[0]===t.session.
coder&&r[1]);!t.others&&!n&&await this.#h(s),!(!t.others&&!n&&s.looked!=="seen"&&!await T(t,"Show other coders’ codings?",
`You are not done with ${s.document} yet. Once you have seen what others coded, your reading of it counts as not blind, \
and agreement with them says less.`,"Show them"))&&(await t.showOthers(!t.others).catch(r=>t.sorry(r)),this.tell(t.others?
"Other coders’ codings are shown":"Only your own codings are shown"))}undo(){return le(this.app,void 0,t=>this.#p(t))}redo(){
return he(this.app,void 0,t=>this.#p(t))}async#p(t){let e=null,s=this.app.on("codings",({touched:i})=>e??=i[0]??null);try{
return await t()}finally{s(),e&&this.text?.reveal(e[0],e[1],{nearest:!0,flash:!0})}}tell(t){this.told.textContent=this.told.
textContent===t?`${t} `:t}#g(){let t="Coding",e=()=>!!this.text,s=()=>!!this.text?.active;return[...["1","2","3","4","5",
"6","7","8","9"].map(i=>({keys:i,words:`put on ${this.app.nameOf(this.list.hotkeys.codeOf(i)??"")||"the code with this n\
umber"}`,run:()=>this.digit(i),when:e,repeat:!1,group:t})),{keys:"/ or c",words:"find a code by typing",run:()=>this.list.
focus(),when:e,group:t},{keys:"n",words:"new code",run:()=>this.make(""),when:e,group:t},{keys:"]",words:"next coding",run:()=>this.
next(1),when:e,group:"Codings"},{keys:"[",words:"coding before",run:()=>this.next(-1),when:e,group:"Codings"},{keys:"e",
words:"move its edges",run:()=>this.beginEdges(),when:s,group:"Codings"},{keys:"E",words:"edges to the selected words",run:()=>this.#y(),
when:s,group:"Codings"},{keys:"r",words:"change its code",run:()=>this.recode(),when:s,group:"Codings"},{keys:"Delete or\
 Backspace",words:"retract it",run:()=>{this.retract()},repeat:!1,when:s,group:"Codings"},{keys:"k",words:"key quotation\
, or not any more",run:()=>{this.key()},when:s,group:"Codings"},{keys:"q",words:"copy the quotation",run:()=>{this.copy()},
when:e,group:"Codings"},{keys:"m",words:"memo on the coding, the turn or the document",run:()=>this.memo(),when:e,group:t},
{keys:"o",words:"show or hide other coders’ codings",run:()=>{this.others()},when:e,group:t},{keys:"d",words:"done wit\
h this document",run:()=>{this.done()},when:e,group:t},{keys:"Mod+z",words:"undo",run:()=>{this.undo()},group:t},{keys:"\
Mod+Shift+z or Mod+y",words:"redo",run:()=>{this.redo()},group:t},{keys:"Escape",words:"nothing selected, nothing looked\
 at",run:()=>this.#b(),group:t}]}#y(){let{text:t}=this,e=this.#f("move its edges");!e||!t||(t.selection?this.change(e,{start:t.
selection.start,end:t.selection.end}):this.app.say("Select the words first that the coding is to have."))}#b(){let{text:t}=this;
if(this.recoding)this.back();else if(t?.active)this.look(null),t.focus(),this.tell("Back to the text");else if(t?.selection)
t.clear(),t.focus(),this.tell("Nothing is selected");else return!1}},Ts={id:"code",label:"Code",key:"g d",mount(a,t,e){let s=new ye(
a,t,e);return{destroy:()=>s.destroy(),params:i=>{s.params(i)}}}};function vn(a,t){let e=0;for(let s=t;s.parent&&e<12;e++){let i=a.codes.get(s.parent);if(!i)break;s=i}return e}var _=class{constructor(t,e){
this.app=t,this.given=e,this.value=e.value,this.picked=0,this.options=[];let s=S("code"),i=S("codes"),n=e.hint?S("hint"):
null;this.input=o("input",{id:s,type:"text",role:"combobox","aria-expanded":"false","aria-controls":i,"aria-autocomplete":"\
list","aria-describedby":n,autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:"Type to find a code",on:{input:()=>{
this.picked=0,this.open()},focus:()=>this.input.select(),click:()=>this.open(),blur:()=>this.close(),keydown:r=>this.#o(
r)}}),this.list=o("div",{class:"qc-picker-list",role:"listbox",id:i,"aria-label":e.label,hidden:!0,on:{mousedown:r=>r.preventDefault(),
click:r=>{let c=this.options.indexOf(r.target.closest("[role=option]"));c>=0&&this.#s(c)}}}),this.element=o("div",{class:`\
qc-field qc-picker ${e.above?"qc-above":""}`.trim()},o("label",{for:s},e.label),o("div",{class:"qc-picker-box"},this.input,
this.list),e.hint?o("p",{class:"qc-hint",id:n},e.hint):null),this.#t()}set(t){this.value=t,this.#t()}focus(){this.input.
focus()}get shown(){return!this.list.hidden}#t(){this.input.value=this.value?this.app.nameOf(this.value):this.value===null?
this.given.none??"":""}open(){let{app:t,given:e}=this,s=this.value!==void 0&&this.input.value===this.#e()?"":this.input.
value.trim(),i=e.codes(),n=[];s?n=i.map((r,c)=>({each:r,place:c,score:G(t,r,s)})).filter(({score:r})=>r!==null).sort((r,c)=>Number(
r.score)-Number(c.score)||r.place-c.place).map(({each:r})=>[r.code,r.name,0,r]):n=i.map(r=>[r.code,r.name,vn(t,r),r]),e.
none&&(!s||e.none.toLocaleLowerCase().includes(s.toLocaleLowerCase()))&&n.unshift(["",e.none,0,null]),this.options=n.map(
([r,c,l,h])=>o("div",{class:"qc-picker-option",role:"option",id:S("option"),"aria-selected":"false",data:{code:r},style:l?
{"--qc-depth":String(l)}:{},title:h?.definition||null},h?o("span",{class:"qc-letter",data:{hue:t.hueOf(r)}},t.letterOf(r)):
null,o("span",{class:"qc-picker-name"},c))),m(this.list,this.options.length?this.options:o("div",{class:"qc-picker-optio\
n qc-quiet",role:"option","aria-disabled":"true"},"No code fits")),!s&&this.value!==void 0&&(this.picked=Math.max(0,this.
options.findIndex(r=>r.dataset.code===(this.value??"")))),this.list.hidden=!1,this.input.setAttribute("aria-expanded","t\
rue"),this.#i()}close(){this.list.hidden=!0,this.input.setAttribute("aria-expanded","false"),this.input.removeAttribute(
"aria-activedescendant"),!this.input.value.trim()&&!this.given.none&&this.#n(void 0),this.#t()}#e(){return this.value?this.
app.nameOf(this.value):this.given.none??""}#i(){this.picked=Math.max(0,Math.min(this.picked,this.options.length-1)),this.
options.forEach((e,s)=>e.setAttribute("aria-selected",String(s===this.picked)));let t=this.options[this.picked];if(!t){this.
input.removeAttribute("aria-activedescendant");return}this.input.setAttribute("aria-activedescendant",t.id),t.scrollIntoView(
{block:"nearest"})}#s(t){let e=this.options[t]?.dataset.code;e!==void 0&&(this.#n(e||null),this.#t(),this.close())}#n(t){
this.value!==t&&(this.value=t,this.given.changed?.(t))}#o(t){let{key:e}=t;t.isComposing||t.ctrlKey||t.metaKey||t.altKey||
(e==="ArrowDown"||e==="ArrowUp"?(t.preventDefault(),this.shown?(this.picked+=e==="ArrowDown"?1:-1,this.picked<0&&(this.picked=
this.options.length-1),this.picked>=this.options.length&&(this.picked=0),this.#i()):this.open()):e==="Enter"&&this.shown?
(t.preventDefault(),t.stopPropagation(),this.#s(this.picked)):e==="Escape"&&this.shown?(t.preventDefault(),t.stopPropagation(),
this.input.value=this.#e(),this.close()):e==="Enter"&&this.value&&this.given.enter?(t.preventDefault(),t.stopPropagation(),
t.repeat||this.given.enter()):e==="Escape"&&this.given.leave?(t.preventDefault(),t.stopPropagation(),this.given.leave()):
e==="Tab"&&this.shown&&this.input.value.trim()&&this.input.value!==this.#e()&&this.#s(this.picked))}};var Ns="(a theme of its own)";function ft(a,t=()=>!0){return[...a.codes.values()].filter(e=>!e.merged_into&&t(e))}function Ls(a,t){
let e=new Set([t]);for(let s=0;s!==e.size;){s=e.size;for(let i of a.codes.values())i.parent&&e.has(i.parent)&&e.add(i.code)}
return e}function ut(a){return a.split(`
`).map(t=>t.trim()).filter(Boolean)}function rt(a,t){a.element.addEventListener("close",()=>t(),{once:!0})}var H=class{constructor(t,e){
this.app=t,this.asked=e,this.element=o("div",{class:"qc-note qc-effect",role:"status",hidden:!0}),this.told=null,this.timer=
null,this.number=0}later(){clearTimeout(this.timer),this.timer=setTimeout(()=>this.element.isConnected&&this.ask(),350)}async ask(){
clearTimeout(this.timer);let t=this.asked(),e=++this.number;if(!t)return this.element.hidden=!0,this.told=null,null;try{
let s=await this.app.read("book_what",t);e===this.number&&this.#t(s.says,!1),this.told=s}catch(s){e===this.number&&this.#t(
[s.message],!0),this.told=null}return this.told}#t(t,e){this.element.hidden=!t.length,this.element.classList.toggle("qc-\
wrong",e),m(this.element,t.map(s=>o("p",null,s)))}};async function Q(a,t,e,s,i,n={quiet:!0}){let r=await a.write(t,e,s,n);
await a.loadBook();let c=[r?.moved?`${b(r.moved,"coding")} went along.`:"",r?.waiting?`${b(r.waiting,"coding waits","cod\
ings wait")} to be looked at again.`:"",...r?.hints??[]].filter(Boolean);return U(a,[i,...c].join(" "),r?.act,()=>a.loadBook()),
r}function js(a,t){let e=O("Name",{value:a?.name??"",required:!0}),s=O("Definition",{kind:"area",rows:4,value:a?.definition??
"",hint:a?void 0:"When is it put on, and when not? Two sentences now spare long talks later."}),i=O("Include",{kind:"are\
a",rows:2,value:a?.include.join(`
`)??"",hint:"What belongs to it: one in a line."}),n=O("Exclude",{kind:"area",rows:2,value:a?.exclude.join(`
`)??"",hint:"What does not, and which code takes it."}),r=O("Examples",{kind:"area",rows:2,value:a?.examples.join(`
`)??"",hint:"Words somebody said: one example in a line."}),c=O("Patterns",{kind:"area",rows:3,value:(t?.written?.patterns??
a?.patterns??[]).join(`
`),hint:"What suggestions look for, one in a line: price*   social value   lemma: measure outcome   regex: \\bKPIs?\\b   n\
ear: [price*, quality*], within: 8"}),l=O("Unless",{kind:"area",rows:2,value:(t?.written?.unless??t?.unless??[]).join(`
`),hint:"Patterns whose places are left out."});return{name:e,definition:s,include:i,exclude:n,examples:r,patterns:c,unless:l,
wide:o("div",{class:"qc-entry-fields"},e.element,s.element,o("div",{class:"qc-two"},i.element,n.element),r.element,o("de\
tails",{open:!!(a?.patterns.length||t?.unless?.length)},o("summary",null,"Patterns for suggestions"),c.element,l.element)),
said(){return{name:e.input.value.trim().replace(/\s+/g," "),definition:s.input.value.trim(),include:ut(i.input.value),exclude:ut(
n.input.value),examples:ut(r.input.value),patterns:ut(c.input.value),unless:ut(l.input.value)}}}}function Is(a,t,e,s=""){
let i=js(null,null);i.name.input.value=s;let n=new _(a,{label:"Under",codes:()=>ft(a),none:Ns,value:t,hint:"A theme stan\
ds at the top; everything beneath it counts as part of it."}),r=O("Identifier",{hint:"Under this name files and tables k\
now it, for good. Made from the name where it is empty."}),c=!1,l=E(a,{title:"New code",wide:!0,body:[i.name.element,n.element,
i.wide,o("details",null,o("summary",null,"Identifier"),r.element)],actions:[{label:"Add the code",run:async()=>{let h=i.
said();if(!h.name)return l.wrong("A code needs a name."),i.name.input.focus(),!1;if(!h.definition&&!c)return c=!0,l.wrong(
"It has no definition yet. Say in a sentence when it is put on; or press “Add the code” once more to leave it open."),
i.definition.input.focus(),!1;let d=await Q(a,"book_add",{...h,parent:n.value??null,code:r.input.value.trim()||null},`ne\
w code ${h.name}`,`${h.name} is in the codebook.`);return d?.code&&rt(l,()=>e(d.code)),!0}}]});i.name.input.focus()}function _s(a,t,e){
let s=js(t,e),i=t.parent?null:Xe(a,t);i&&s.wide.append(i.element);let n=()=>({...s.said(),...i?{color:i.value()}:{}}),r=JSON.
stringify(n()),c=()=>{let d=n(),u=JSON.parse(r);return Object.fromEntries(Object.entries(d).filter(([f,g])=>JSON.stringify(
g)!==JSON.stringify(u[f])))},l=new H(a,()=>{let d=c();return Object.keys(d).length?{change:"define",codes:[t.code],fields:d}:
null});s.wide.addEventListener("input",()=>l.later());let h=E(a,{title:`Change ${t.name}`,wide:!0,body:[s.wide,l.element],
actions:[{label:"Save the change",run:async()=>{let d=c();return Object.keys(d).length?d.name===""?(h.wrong("A code need\
s a name."),s.name.input.focus(),!1):(await Q(a,"book_define",{code:t.code,...d},`${t.name} defined`,`${d.name??t.name} \
is changed.`),!0):!0}}]});s.definition.input.focus()}function Rs(a,t,e){let s=O("New identifier",{value:t.code,hint:"The\
 name people see is changed with “Change”."}),i=new H(a,()=>{let r=s.input.value.trim();return r&&r!==t.code?{change:"\
rename",codes:[t.code],to:r}:null});s.input.addEventListener("input",()=>i.later());let n=E(a,{title:`Another identifier\
 for ${t.name}`,body:[s.element,i.element],actions:[{label:"Change the identifier",run:async()=>{let r=s.input.value.trim();
return!r||r===t.code?(n.wrong("Write another identifier."),s.input.focus(),!1):(await Q(a,"book_rename",{code:t.code,to:r},
`${t.code} renamed`,`${t.code} is ${r} now.`),rt(n,()=>e(r)),!0)}}]});s.input.select()}function be(a,t,e){let s=Ls(a,t.code),
i=O("Place",{kind:"select",options:[["","as the last"]]}),n=()=>{let h=r.value??null,d=ft(a,u=>(u.parent??null)===h&&u.code!==
t.code);m(i.input,o("option",{value:""},d.length?"as the last":"as the only one"),d.map(u=>o("option",{value:u.code},`be\
fore ${u.name}`)))},r=new _(a,{label:"Under",codes:()=>ft(a,h=>!s.has(h.code)),none:Ns,value:t.parent??null,changed:()=>{
n(),c.ask()}}),c=new H(a,()=>({change:"move",codes:[t.code]}));n();let l=E(a,{title:`Move ${t.name}`,body:[r.element,i.element,
c.element],actions:[{label:"Move it",run:async()=>{if(r.value===void 0)throw new Error("Choose where it is to stand.");await ke(
a,t,r.value,i.input.value||null),rt(l,e)}}]});r.focus(),c.ask()}function ke(a,t,e,s,i){let n=e?`stands under ${a.nameOf(
e)} now`:"is a theme";return Q(a,"book_move",{code:t.code,parent:e,before:s},`${t.name} moved`,(t.parent??null)===e?`${t.
name} is moved.`:`${t.name} ${n}.`,i)}function Ds(a,t,e){let s=[t.code],i=o("ul",{class:"qc-merged","aria-label":"Codes \
to merge"}),n=()=>new Set(s.flatMap(f=>[...Ls(a,f)])),r=()=>{m(i,s.map(f=>o("li",{data:{hue:a.hueOf(f)}},o("span",{class:"\
qc-letter","aria-hidden":"true"},a.letterOf(f)),o("span",{dir:"auto"},a.nameOf(f)),s.length>1?p(`Leave out ${a.nameOf(f)}`,
()=>c(f),{icon:"close",bare:!0}):null))),h.value&&n().has(h.value)&&h.set(void 0),d.ask()},c=f=>{s.splice(s.indexOf(f),1),
r(),l.focus()},l=new _(a,{label:"Others that mean the same",hint:"As many as you like; they all go into one code.",codes:()=>ft(
a,f=>!s.includes(f.code)&&f.code!==h.value),value:void 0,changed:f=>{f&&(s.push(f),l.set(void 0),r())}}),h=new _(a,{label:"\
Merge into",codes:()=>ft(a,f=>f.applicable&&!n().has(f.code)),value:void 0,changed:()=>d.ask()}),d=new H(a,()=>h.value?{
change:"merge",codes:s,into:h.value}:null);r();let u=E(a,{title:"Merge codes",body:[o("p",null,"Codes mean the same afte\
r all: the codings of these become codings of the other one, with coder, time and memos. Undo parts them again."),i,l.element,
h.element,d.element],actions:[{label:"Merge them",run:async()=>{if(!h.value)throw h.focus(),new Error("Choose the code t\
hey go into.");let f=h.value,g=s.length>1?b(s.length,"code"):a.nameOf(s[0]);await Q(a,"book_merge",{codes:[...s],into:f},
`${g} merged`,`${g} ${s.length>1?"are":"is"} part of ${a.nameOf(f)} now.`),rt(u,()=>e(f))}}]});h.focus()}function Ps(a,t,e){
let s=o("div",{class:"qc-parts"}),i=[],n=O("Its patterns go to",{kind:"select",options:[["","none of the parts"]]}),r=()=>{
let d=n.input.value;m(n.input,o("option",{value:""},"none of the parts"),i.map((u,f)=>o("option",{value:String(f)},u.name.
input.value.trim()||`Part ${f+1}`))),n.input.value=d},c=()=>{let d=i.length+1,u=O(`Name of part ${d}`,{}),f=O(`Definitio\
n of part ${d}`,{kind:"area",rows:2});u.input.addEventListener("input",r);let g={name:u,definition:f,element:o("fieldset",
{class:"qc-part"},o("legend",{class:"qc-unseen"},`Part ${d}`),u.element,f.element)};return i.push(g),s.append(g.element),
r(),g};c(),c();let l=new H(a,()=>({change:"split",codes:[t.code]})),h=E(a,{title:`Split ${t.name}`,wide:!0,body:[l.element,
s,o("p",{class:"qc-toolbar qc-part-more"},p("Another part",()=>c().name.input.focus(),{icon:"plus",class:"qc-small"})),t.
patterns.length?n.element:null],actions:[{label:"Split it",run:async()=>{let d=i.map(({name:f,definition:g},w)=>({name:f.
input.value.trim().replace(/\s+/g," "),definition:g.input.value.trim(),patterns:n.input.value===String(w)?t.patterns:[]})).
filter(f=>f.name||f.definition);if(d.length<2||d.some(f=>!f.name))return h.wrong("Name at least two parts."),i.find(f=>!f.
name.input.value.trim())?.name.input.focus(),!1;let u=await Q(a,"book_split",{code:t.code,into:d},`${t.name} split`,`${t.
name} is split into ${d.map(f=>f.name).join(", ")}.`);return u?.codes?.length&&rt(h,()=>e(u.codes[0])),!0}}]});i[0].name.
input.focus(),l.ask()}function Bs(a,t,e){let s=t.retired,i=new H(a,()=>({change:s?"take up":"retire",codes:[t.code]})),n=E(
a,{title:s?`Use ${t.name} again?`:`Retire ${t.name}?`,body:[i.element],actions:[{label:s?"Use it again":"Retire it",run:async()=>{
await Q(a,"book_retire",{code:t.code,back:s},s?`${t.name} used again`:`${t.name} retired`,s?`${t.name} is in use again.`:
`${t.name} is retired. It stands under “Retired and merged”.`),rt(n,e)}}]});i.ask()}function ve(a){let t=new Date(a);if(Number.isNaN(t.getTime()))return a;let e=a.length>10?{hour:"2-digit",minute:"2-digit"}:
{};return t.toLocaleString("en-GB",{day:"numeric",month:"short",year:"numeric",...e})}function at(a,t){let{memo:e}=t,s=O(
"Memo",{kind:"area",rows:7,value:e?.text??"",hint:t.hint}),i=O("Title (may be empty)",{value:e?.title??""}),n=E(a,{title:t.
heading,body:[s.element,i.element],actions:[{label:e?"Save the change":"Save the memo",run:async()=>{let r=s.input.value;
if(!r.trim())return n.wrong("A memo needs words."),s.input.focus(),!1;let c={text:r,title:i.input.value.trim()},l=e?await a.
write("memo_edit",{memo:e.id,...c},"memo changed",{quiet:!0}):await a.write("memo_add",{on:t.on??null,...t.kind?{kind:t.
kind}:{},...c},"memo",{quiet:!0});return n.element.addEventListener("close",()=>t.then?.(l?.memo),{once:!0}),!0}}]});s.input.
focus()}function Ws(a,t,e){return[t.title?o("h3",{class:"qc-memo-title",dir:"auto"},t.title):null,t.purged?o("p",{class:"\
qc-quiet"},"Its words were removed from the study."):o("p",{class:"qc-memo-text",dir:"auto"},t.text),o("p",{class:"qc-to\
olbar qc-memo-does"},t.mine&&!a.session.read_only?p("Change",e.change,{icon:"edit",class:"qc-small",data:{does:"change"}}):
null,t.mine&&!a.session.read_only?p("Take back",e.back,{icon:"trash",class:"qc-small",data:{does:"back"}}):null,e.reply&&
!a.session.read_only?p(t.mine?"Add to it":"Answer",e.reply,{icon:"memo",class:"qc-small",data:{does:"reply"}}):null)]}var qn={split:"Its code was split: the coding waits for one of the parts, or for several.",merged:"It came from another \
code, which was merged into this one.","defined anew":"The words of its code have changed since it was made."},Rt=class{constructor(t,e,s){
this.app=e,this.given=s,this.items=[],this.total=0,this.others=0,this.at=0,this.code=s.code??null,this.loaded=!1,this.busy=
!1,this.number=0,this.parts=new Set,this.head=o("p",{class:"qc-count",role:"status"}),this.only=o("p",{class:"qc-toolbar"}),
this.card=o("article",{class:"qc-again",tabindex:"-1","aria-label":"Coding to look at again"}),this.element=o("div",{class:"\
qc-sheet qc-again-view"},o("header",{class:"qc-view-head"},o("h2",null,"To look at again"),this.head,p("Back to the code\
book",()=>s.back(),{icon:"left",class:"qc-push",keys:"Escape"})),this.only,this.card),t.append(this.element);let i="Look\
ing again",n=()=>!!this.item&&!this.busy;this.offs=[e.keys.add([{keys:"k",words:"keep the coding: it fits the words of n\
ow",run:()=>{this.keep()},when:n,repeat:!1,group:i},{keys:"c",words:"choose another code",run:()=>this.picker?.focus(),when:n,
group:i},...["1","2","3","4","5","6","7","8","9"].map(r=>({keys:r,words:`choose part ${r} of a code that was split`,run:()=>this.#e(
Number(r)-1),when:()=>n()&&this.item.choices.length>=Number(r),repeat:!1,group:i,quiet:r!=="1"&&r!=="2"})),{keys:"Enter",
words:"give it the parts that are chosen",run:()=>{this.sort()},when:()=>n()&&this.parts.size>0,group:i},{keys:"Delete o\
r Backspace",words:"take the coding back",run:()=>{this.retract()},when:n,repeat:!1,group:i},{keys:"ArrowRight or j or s",
words:"leave it, next one",run:()=>this.step(1),when:n,group:i},{keys:"ArrowLeft",words:"the one before",run:()=>this.step(
-1),when:n,group:i},{keys:"o",words:"go to its place in the text",run:()=>this.#n(),when:n,group:i},{keys:"Escape",words:"\
back to the codebook",run:()=>s.back(),group:i}])],this.load()}destroy(){for(let t of this.offs)t();this.element.remove()}get item(){
return this.items[this.at]}async load(t=!0){let e=++this.number;try{let s=await this.app.read("book_queue",this.code?{code:this.
code}:{});if(e!==this.number)return;this.items=s.codings,this.total=s.total,this.others=s.others,this.loaded=!0,this.at=
Math.min(this.at,Math.max(0,this.items.length-1)),this.draw(t)}catch(s){this.app.sorry(s),this.loaded||m(this.card,o("p",
{class:"qc-fault"},s.message))}}draw(t=!0){let{app:e,item:s}=this;if(this.parts.clear(),this.head.textContent=this.total?
`${(this.at+1).toLocaleString("en")} of ${b(this.total,"coding")}`:"",m(this.only,this.code?[o("span",null,`Only codings\
 of ${e.nameOf(this.code)}.`),p("Show all",()=>{this.code=null,this.at=0,this.load()},{class:"qc-small"})]:null),this.only.
hidden=!this.code,!s){this.picker=null,m(this.card,o("div",{class:"qc-empty"},o("h3",null,"Nothing waits"),o("p",null,"A\
ll your codings were made under the words their codes have now."),this.others?o("p",null,`${b(this.others,"coding")} of \
other coders ${this.others===1?"waits":"wait"} for them.`):null,o("p",null,p("Back to the codebook",()=>this.given.back())))),
t&&this.card.focus({preventScroll:!0});return}let i=s.reason==="split";this.picker=new _(e,{label:i?"Another code":"Code\
 it anew with",codes:()=>[...e.codes.values()].filter(r=>r.applicable),changed:r=>{r&&this.recode([r])},leave:()=>this.card.
focus()});let n=this.items.filter(r=>r.code===s.code&&!i);m(this.card,o("p",{class:"qc-again-code",data:{hue:e.hueOf(s.code)}},
o("span",{class:"qc-letter"},e.letterOf(s.code)),o("strong",null,e.nameOf(s.code)),s.coder===e.session.coder?null:o("spa\
n",{class:"qc-tag"},s.coder)),o("p",{class:"qc-quiet"},qn[s.reason]??s.reason),o("p",{class:"qc-said qc-again-words",dir:"\
auto"},o("span",{class:"qc-quiet"},s.before,s.before?" ":""),o("mark",null,s.quotation),o("span",{class:"qc-quiet"},s.after?
" ":"",s.after)),o("p",null,o("button",{type:"button",class:"qc-link",on:{click:()=>this.#n()}},`${s.document}${s.turn?`\
, turn ${s.turn}`:""}`)),i?this.#t(s):xn(s),o("div",{class:"qc-toolbar qc-again-does"},i?this.sortButton=p("Choose a par\
t",()=>this.sort(),{class:"qc-main",disabled:!0,keys:"Enter"}):p("Keep it",()=>this.keep(),{icon:"check",class:"qc-main",
keys:"k"}),p("Take it back",()=>this.retract(),{icon:"trash",class:"qc-danger",keys:"Delete"}),p("Leave it for later",()=>this.
step(1),{icon:"right",keys:"j"})),this.picker.element,n.length>1?o("p",{class:"qc-again-many"},p(`Keep all ${n.length.toLocaleString(
"en")} of ${e.nameOf(s.code)} …`,()=>this.keepAll(n),{class:"qc-small"})):null),t&&(this.card.focus({preventScroll:!0}),
this.element.closest(".qc-main-view")?.scrollTo?.({top:0}))}#t(t){let{app:e}=this;return o("fieldset",{class:"qc-again-p\
arts"},o("legend",{class:"qc-label"},"Which part is it? Several may fit."),t.choices.map((s,i)=>{let n=o("input",{type:"\
checkbox",data:{part:s},on:{change:()=>this.#i(s,n.checked)}});return o("label",{class:"qc-again-part"},n,i<9?o("kbd",{"\
aria-hidden":"true"},String(i+1)):null,o("span",null,o("strong",null,e.nameOf(s)),e.codes.get(s)?.definition?o("span",{class:"\
qc-quiet"},` ${e.codes.get(s)?.definition}`):null))}),t.choices.length?null:o("p",{class:"qc-hint"},"Its parts take no c\
odings any more: choose another code below."))}#e(t){let e=this.item?.choices[t],s=this.card.querySelector(`[data-part="${CSS.
escape(e??"")}"]`);s&&(s.checked=!s.checked,this.#i(e,s.checked))}#i(t,e){e?this.parts.add(t):this.parts.delete(t);let s=[
...this.parts].map(i=>this.app.nameOf(i));this.sortButton.disabled=!s.length,this.sortButton.lastChild.textContent=s.length?
`It is ${s.join(" and ")}`:"Choose a part"}async#s(t,e,s,i){if(!this.busy){this.busy=!0;try{let n=await this.app.write(t,
e,s);U(this.app,i,n?.act,()=>this.load());let r=new Set(e.codings);this.items=this.items.filter(c=>!r.has(c.coding)),this.
total-=r.size,this.at>=this.items.length&&(this.at=0),this.items.length?this.draw():await this.load(),await this.#o(n?.done??
{})}catch{await this.load()}finally{this.busy=!1}}}async keep(){let{item:t}=this;if(t){if(t.reason==="split"){this.app.say(
"Its code was split and takes no codings any more: choose a part, another code, or take it back.");return}await this.#s(
"book_keep",{codings:[t.coding]},"coding kept",`Kept: ${this.app.nameOf(t.code)}.`)}}async keepAll(t){let e=this.app.nameOf(
t[0].code);await T(this.app,`Keep ${b(t.length,"coding")} of ${e}?`,"You say that all of them fit the words of now witho\
ut looking at each. One undo takes it back.","Keep them")&&await this.#s("book_keep",{codings:t.map(i=>i.coding)},"codin\
gs kept",`${b(t.length,"coding")} of ${e} kept.`)}async sort(){this.parts.size&&await this.recode([...this.parts])}async recode(t){
let{item:e}=this;if(!e)return;let s=t.map(i=>this.app.nameOf(i)).join(", ");await this.#s("book_recode",{codings:[e.coding],
codes:t},`coded anew: ${s}`,`Coded anew: ${s}.`)}async retract(){let{item:t}=this;t&&await this.#s("book_recode",{codings:[
t.coding],codes:[]},"coding taken back",`${this.app.nameOf(t.code)} taken back.`)}step(t){if(this.items.length<2){this.app.
say("There is no other one.");return}this.at=(this.at+t+this.items.length)%this.items.length,this.draw()}#n(){let{item:t,
app:e}=this;t&&e.jump(t.document,t.start,t.end)}async#o(t){let{app:e}=this;for(let[s,i]of Object.entries(t)){let n=i.map(
c=>e.nameOf(c)).join(", ");await T(e,`Is ${s} read for ${n}?`,`You finished ${s} before ${i.length===1?"this code was":"\
these codes were"} there. Nothing of it waits any more. If you know the whole text well enough to say where else ${i.length===
1?"it applies":"they apply"}, and where not, it counts as read for ${i.length===1?"it":"them"}; otherwise tables say “no\
t considered”.`,"Yes, it is read for it")&&await e.write("book_considered",{document:s,codes:i},`${s} considered`).catch(
()=>{}),this.card.focus({preventScroll:!0})}}};function xn(a){let t=s=>s.split(`
`).filter(Boolean),e=(s,i,n)=>{let r=new Set(t(n));return o("section",null,o("h3",null,s),i?t(i).map(c=>o("p",{dir:"auto",
class:r.has(c)?"qc-quiet":"qc-differs"},c)):o("p",{class:"qc-quiet"},"not known"))};return o("div",{class:"qc-two qc-wor\
dings"},e("When it was coded",a.then,a.now),e("Now",a.now,a.then))}var Dt=class{constructor(t,e){this.app=t,this.given=e,this.code=null,this.folded=new Set(t.remembered(`folded-${t.session.
project}`,[])),this.filter="",this.dragged=null,this.element=o("ul",{class:"qc-tree",role:"tree","aria-label":"Codes",on:{
keydown:s=>this.#l(s),click:s=>this.#r(s),focusin:s=>this.#n(s),dragstart:s=>this.#u(s),dragover:s=>this.#m(s),dragleave:()=>this.#c(
null),drop:s=>this.#a(s),dragend:()=>{this.dragged=null,this.#c(null)}}})}stands(t){return t.merged_into?!1:t.retired?[...this.
app.codes.values()].some(e=>e.parent===t.code&&this.stands(e)):!0}children(t){return[...this.app.codes.values()].filter(
e=>(e.parent??null)===t&&this.stands(e))}#t(t){return!this.filter||G(this.app,t,this.filter)!==null}#e(t){return this.#t(
t)||this.children(t.code).some(e=>this.#e(e))}draw(){let t=this.element.contains(document.activeElement);m(this.element,
this.children(null).filter(s=>this.#e(s)).map((s,i,n)=>this.#i(s,1,i,n.length)));let e=this.#s();return e.some(s=>s.dataset.
code===this.code)||e[0]?.setAttribute("tabindex","0"),t&&(e.find(s=>s.dataset.code===this.code)??e[0])?.focus({preventScroll:!0}),
e.length}#i(t,e,s,i){let{app:n}=this,r=this.children(t.code).filter(d=>this.#e(d)),c=!!this.filter||!this.folded.has(t.code),
l=this.given.more(t.code),h=[t.codings||l&&l.all?`${t.codings.toLocaleString("en")}`:"",l&&l.all>t.codings?`of ${l.all.toLocaleString(
"en")}`:""].filter(Boolean).join(" ");return o("li",{role:"none"},o("div",{role:"treeitem",class:"qc-tree-row",tabindex:t.
code===this.code?"0":"-1","aria-level":e,"aria-posinset":s+1,"aria-setsize":i,"aria-selected":String(t.code===this.code),
"aria-expanded":r.length?String(c):null,data:{code:t.code,hue:n.hueOf(t.code)},draggable:this.given.leads?"true":null,style:{
"--qc-depth":String(e-1)}},o("span",{class:"qc-tree-fold","aria-hidden":"true"},r.length?M(c?"down":"right"):null),o("sp\
an",{class:"qc-letter","aria-hidden":"true"},n.letterOf(t.code)),o("span",{class:"qc-tree-name"},o("span",{class:this.#t(
t)?"":"qc-quiet"},t.name),t.retired?o("span",{class:"qc-tag"},"retired"):null,l?.waiting?o("span",{class:"qc-tree-waits",
title:`${l.waiting} to look at again`},o("span",{class:"qc-unseen"},`, ${l.waiting} to look at again`)):null,h?o("span",
{class:"qc-unseen"},`, ${l&&l.all>t.codings?`${t.codings?t.codings.toLocaleString("en"):"none"} of ${b(l.all,"coding")} \
by you`:b(t.codings,"coding")}`):null),h?o("span",{class:"qc-count","aria-hidden":"true",title:l&&l.all>t.codings?"your \
codings, of all":"your codings"},h):null),r.length?o("ul",{role:"none",hidden:!c},r.map((d,u)=>this.#i(d,e+1,u,r.length))):
null)}#s(){return[...this.element.querySelectorAll("[role=treeitem]")].filter(t=>!this.element.contains(t.closest("[hidd\
en]")))}row(t){return this.#s().find(e=>e.dataset.code===t)}choose(t,e=!1){for(let i=this.app.codes.get(t)?.parent;i;i=this.
app.codes.get(i)?.parent)this.folded.delete(i);this.code=t,this.draw();let s=this.row(t);e&&s?.focus(),s?.scrollIntoView(
{block:"nearest"}),this.given.chosen(t)}beside(t){let e=this.#s(),s=e.findIndex(i=>i.dataset.code===t);return(e[s+1]??e[s-
1])?.dataset.code}focus(){let t=this.#s();(t.find(e=>e.dataset.code===this.code)??t[0])?.focus()}#n(t){let s=t.target.closest(
"[role=treeitem]")?.dataset.code;s&&this.#o(s)}#o(t){if(t!==this.code){this.code=t;for(let e of this.element.querySelectorAll(
"[role=treeitem]")){let s=e.dataset.code===t;e.setAttribute("aria-selected",String(s)),e.setAttribute("tabindex",s?"0":"\
-1")}this.given.chosen(t)}}#r(t){let e=t.target,s=e.closest("[role=treeitem]");s?.dataset.code&&(e.closest(".qc-tree-fol\
d")&&s.hasAttribute("aria-expanded")&&this.#d(s.dataset.code,s.getAttribute("aria-expanded")==="true"),this.row(s.dataset.
code)?.focus())}#d(t,e){e?this.folded.add(t):this.folded.delete(t),this.app.remember(`folded-${this.app.session.project}`,
[...this.folded].filter(s=>this.app.codes.has(s))),this.draw()}#l(t){if(t.ctrlKey||t.metaKey||t.altKey)return;let e=this.#s(),
s=e.findIndex(h=>h.dataset.code===this.code),i=e[s];if(!i)return;let n=i.getAttribute("aria-expanded"),r=i.dataset.code,
{key:c}=t,l=h=>{e[Math.max(0,Math.min(e.length-1,h))]?.focus()};if(c==="ArrowDown")l(s+1);else if(c==="ArrowUp")s===0?this.
given.up():l(s-1);else if(c==="Home")l(0);else if(c==="End")l(e.length-1);else if(c==="ArrowRight")n==="false"?this.#d(r,
!1):n==="true"&&l(s+1);else if(c==="ArrowLeft")if(n==="true"&&!this.filter)this.#d(r,!0);else{let h=this.app.codes.get(r)?.
parent;h&&this.row(h)?.focus()}else if(c==="Space"||c===" ")n&&this.#d(r,n==="true");else return;t.preventDefault(),t.stopPropagation()}#u(t){
let e=t.target.closest?.("[role=treeitem]");!e||!t.dataTransfer||(this.dragged=e.dataset.code??null,t.dataTransfer.effectAllowed=
"move",t.dataTransfer.setData("text/plain",this.app.nameOf(this.dragged??"")))}#f(t){let e=t.target.closest?.("[role=tre\
eitem]"),s=this.app.codes.get(e?.dataset.code??""),i=this.app.codes.get(this.dragged??"");if(!e||!s||!i)return null;for(let l=s;l;l=
l.parent?this.app.codes.get(l.parent):void 0)if(l===i)return null;let n=e.getBoundingClientRect(),r=(t.clientY-n.top)/n.
height;if(r<.3)return{row:e,zone:"before",parent:s.parent??null,before:s.code};if(r<=.7)return{row:e,zone:"into",parent:s.
code,before:null};let c=this.children(s.parent??null).filter(l=>l!==i);return{row:e,zone:"after",parent:s.parent??null,before:c[c.
indexOf(s)+1]?.code??null}}#m(t){let e=this.#f(t);this.#c(e),e&&(t.preventDefault(),t.dataTransfer&&(t.dataTransfer.dropEffect=
"move"))}#c(t){for(let e of this.element.querySelectorAll("[data-zone]"))delete e.dataset.zone;t&&(t.row.dataset.zone=t.
zone)}#a(t){let e=this.#f(t),s=this.app.codes.get(this.dragged??"");this.#c(null),this.dragged=null,!(!e||!s)&&(t.preventDefault(),
this.given.dropped(s,e.parent,e.before))}};function qe(a,t){a.go("code",{use:t})}var $n=50,Us=new WeakMap,xe=class{constructor(t,e,s){this.app=e,this.host=t,this.leads=e.session.role!=="coder"&&!e.session.
read_only,this.writes=!e.session.read_only,this.more=null,this.queue=null,this.number=0,this.timer=null,this.drawn="",this.
tree=new Dt(e,{chosen:n=>this.look(n),dropped:(n,r,c)=>this.place(n,r,c),more:n=>this.more?.codes[n]??null,leads:this.leads,
up:()=>this.filter.focus()}),this.filter=o("input",{type:"search","aria-label":"Find a code",placeholder:"Find a code",autocomplete:"\
off",spellcheck:"false",dir:"auto",on:{input:()=>this.#t(),keydown:n=>{n.key==="ArrowDown"||n.key==="Enter"?(n.preventDefault(),
n.stopPropagation(),this.tree.focus()):n.key==="Escape"&&this.filter.value&&(n.preventDefault(),n.stopPropagation(),this.
filter.value="",this.#t())}}}),this.waits=o("div",{class:"qc-book-waits"}),this.none=o("p",{class:"qc-hint",role:"status"}),
this.gone=o("details",{class:"qc-book-gone"}),this.total=o("p",{class:"qc-count"}),this.entry=o("section",{class:"qc-pan\
e qc-entry","aria-label":"Code",tabindex:"-1"}),this.book=o("div",{class:"qc-book"},o("section",{class:"qc-book-side","a\
ria-label":"Codebook"},o("div",{class:"qc-book-head qc-chrome"},o("div",{class:"qc-view-head"},o("h2",null,e.codebook.title||
"Codebook"),this.total),o("div",{class:"qc-filter"},M("search"),this.filter),this.writes?o("p",{class:"qc-toolbar"},p("N\
ew code",()=>this.add(),{icon:"plus",class:"qc-small",keys:"n"})):null,this.waits),o("div",{class:"qc-pane qc-book-tree"},
this.tree.element,this.none,this.gone)),this.entry),t.append(this.book),this.placing=!1,this.nextMove=null,this.offs=[e.
on("codebook",()=>this.draw()),e.on("counts",()=>this.#e()),e.on("memos",()=>this.#e()),e.keys.add(this.#p())];let i=s?.
code&&e.codes.has(s.code)?s.code:Us.get(e);this.draw(),i&&e.codes.has(i)?this.tree.choose(i,!!s?.code):e.codes.size&&this.
tree.choose([...e.codes.keys()][0]),this.tree.code&&this.look(this.tree.code),s?.queue?this.again(s.code??null):(document.
activeElement===document.body||t===document.activeElement)&&this.tree.focus()}destroy(){clearTimeout(this.timer),this.queue?.
destroy();for(let t of this.offs)t();this.book.remove()}params(t){if(t?.queue){this.again(t.code??null);return}this.queue&&
this.back(),t?.code&&this.app.codes.has(t.code)&&this.tree.choose(t.code,!0)}draw(){let{app:t}=this;if(!this.tree.code||
!t.codes.has(this.tree.code)){let i=this.more?.codes,n=[...t.codes.values()].find(r=>i&&this.tree.code&&!i[r.code]);this.
tree.code=n?.code??[...t.codes.keys()][0]??null}this.tree.filter=this.filter.value.trim();let e=this.tree.draw(),s=[...t.
codes.values()].filter(i=>!i.merged_into&&!i.retired);this.total.textContent=`${b(s.length,"code")} in ${b(s.filter(i=>!i.
parent).length,"theme")}`,this.none.textContent=e?"":t.codes.size?"No code fits.":"",this.none.hidden=!!e||!t.codes.size,
this.#n(),this.#s(),t.codes.size?this.tree.code&&this.look(this.tree.code):this.#r(),this.#i()}#t(){this.tree.filter=this.
filter.value.trim();let t=this.tree.draw();this.none.textContent=t?"":"No code fits.",this.none.hidden=!!t}#e(){clearTimeout(
this.timer),this.timer=setTimeout(()=>this.#i(),600)}async#i(){let t=++this.number;try{let e=await this.app.read("book_m\
ore");if(t!==this.number)return;let s=JSON.stringify(this.more);if(this.more=e,s===JSON.stringify(e)&&this.drawn)return;
this.tree.draw(),this.#s(),this.tree.code&&this.look(this.tree.code)}catch(e){this.app.sorry(e)}}#s(){let t=this.more?.own_waiting??
0;m(this.waits,t?o("div",{class:"qc-note qc-warn"},o("p",null,`${b(t,"coding")} of yours ${t===1?"was":"were"} made unde\
r other words than ${t===1?"its code has":"their codes have"} now.`),p("Look at them again",()=>this.again(),{class:"qc-\
small",keys:"l"})):null)}#n(){let{app:t}=this,e=[...t.codes.values()].filter(i=>!this.tree.stands(i));this.gone.hidden=!e.
length;let s=(this.gone.contains(document.activeElement)?document.activeElement:null)?.dataset.code;m(this.gone,o("summa\
ry",null,`Retired and merged (${e.length})`),o("ul",null,e.map(i=>o("li",null,o("button",{type:"button",class:"qc-gone-c\
ode",data:{code:i.code},"aria-current":i.code===this.tree.code?"true":null,on:{click:()=>this.#o(i.code)}},o("span",null,
i.name),o("span",{class:"qc-quiet"},i.merged_into?` merged into ${t.nameOf(i.merged_into)}`:" retired")))))),s&&this.gone.
querySelector(`[data-code="${CSS.escape(s)}"]`)?.focus()}#o(t){this.tree.code=t,this.tree.draw(),this.look(t),this.#n()}#r(){
m(this.entry,o("div",{class:"qc-empty"},o("h3",null,"The codebook is empty"),o("p",null,"A code is a named idea with a d\
efinition. Begin with one, or load a codebook file: qualcode codebook load PROJECT F.yaml"),this.writes?o("p",null,p("Ne\
w code",()=>this.add(),{icon:"plus",class:"qc-main"})):null))}look(t){let{app:e}=this,s=e.codes.get(t);if(!s)return;Us.set(
e,t);let i=this.more?.codes[t]??null,n=JSON.stringify([s,i,this.more?.left_out,e.letterOf(t)]);if(n===this.drawn)return;
let r=this.shownCode===t,c=r&&this.entry.contains(document.activeElement)?document.activeElement.dataset.does:void 0,l=r&&
!!this.entry.querySelector(".qc-book-quotes[open]");this.drawn=n,this.shownCode=t;let h=u=>({data:{does:u}}),d=!s.merged_into;
m(this.entry,o("header",{class:"qc-entry-head",data:{hue:e.hueOf(t)}},o("p",{class:"qc-quiet"},this.#d(s)),o("h2",{dir:"\
auto"},o("span",{class:"qc-letter"},e.letterOf(t))," ",s.name),o("p",{class:"qc-toolbar"},s.category?o("span",{class:"qc\
-tag"},"only groups codes"):null,s.retired?o("span",{class:"qc-tag"},"retired"):null,s.merged_into?o("span",{class:"qc-t\
ag"},`merged into ${e.nameOf(s.merged_into)}`):null,o("span",{class:"qc-entry-id",title:"identifier"},s.code),i?.formerly.
length?o("span",{class:"qc-quiet"},`formerly ${i.formerly.join(", ")}`):null)),o("div",{class:"qc-toolbar qc-entry-does \
qc-chrome"},s.applicable&&this.writes?p("Code with it",()=>qe(e,t),{class:"qc-small qc-main",...h("code"),keys:"c"}):null,
d?p("Search for it",()=>e.go("search",{code:t}),{icon:"search",class:"qc-small",...h("search"),keys:"f"}):null,this.writes?
p(i?.memos?`Memos (${i.memos})`:"Memo",()=>this.memo(),{icon:"memo",class:"qc-small",...h("memo"),keys:"m"}):null,this.leads&&
d?p("Change",()=>this.define(),{icon:"edit",class:"qc-small",...h("define"),keys:"e"}):null),s.definition?o("p",{class:"\
qc-entry-definition",dir:"auto"},s.definition):o("p",{class:"qc-quiet"},s.defined?"No definition yet.":"It came with cod\
ings and has no definition yet."),Ks("Include",s.include),Ks("Exclude",s.exclude),s.examples.length?o("section",null,o("\
h3",null,s.examples.length===1?"Example":"Examples"),s.examples.map(u=>o("blockquote",{class:"qc-said",dir:"auto"},u))):
null,s.patterns.length?o("section",null,o("h3",null,"Patterns"),o("ul",{class:"qc-patterns"},s.patterns.map(u=>o("li",{dir:"\
auto"},u)))):null,i?.unless.length?o("section",null,o("h3",null,"Unless"),o("ul",{class:"qc-patterns"},i.unless.map(u=>o(
"li",{dir:"auto"},u)))):null,o("section",null,o("h3",null,"Codings"),this.#l(s,i)),this.#f(s,l),this.leads&&d?this.#c(s):
null,Object.keys(i?.extras??{}).length?o("section",null,o("h3",null,"Further columns"),o("dl",{class:"qc-extras"},Object.
entries(i?.extras??{}).map(([u,f])=>o("div",null,o("dt",null,u),o("dd",{dir:"auto"},f))))):null),c&&(this.entry.querySelector(
`[data-does="${c}"]`)??this.entry).focus({preventScroll:!0}),r||(this.entry.scrollTop=0)}#d(t){let e=[];for(let s=t.parent;s;s=
this.app.codes.get(s)?.parent??null)e.unshift(this.app.nameOf(s));return e.length?e.join(" › "):"Theme"}#l(t,e){let s=[
t.codings?`${b(t.codings,"coding")} of yours`:"None of yours"];e&&e.all>t.codings&&s.push(`${e.all.toLocaleString("en")}\
 by ${b(e.coders,"coder")}`);let i=[...this.app.codes.values()].filter(r=>r.code!==t.code&&this.#u(r,t.code)),n=i.reduce(
(r,c)=>r+c.codings,0);return i.length&&s.push(`${n.toLocaleString("en")} of yours on ${b(i.length,"code")} beneath`),[o(
"p",null,s.join(" · ")),this.more?.left_out?o("p",{class:"qc-hint"},`Others’ codings in ${b(this.more.left_out,"docum\
ent")} are not counted until you have finished ${this.more.left_out===1?"it":"them"}.`):null,e?.waiting?o("p",null,o("bu\
tton",{type:"button",class:"qc-link",data:{does:"again"},on:{click:()=>this.again(t.code)}},`${e.waiting.toLocaleString(
"en")} to look at again`)):null]}#u(t,e){for(let s=t.parent;s;s=this.app.codes.get(s)?.parent??null)if(s===e)return!0;return!1}#f(t,e){
let{app:s}=this,i=o("ol",{class:"qc-quote-list"}),n=o("p",{class:"qc-toolbar"}),r=0,c=0,l=async(d=!1)=>{let u=++c;m(n,o(
"span",{class:"qc-hint",role:"status"},"Looking for quotations …"));try{let f=await s.read("book_quotes",{code:t.code,
offset:r,limit:$n});if(u!==c)return;let g=i.children.length;for(let w of f.quotes)i.append(o("li",{data:{hue:s.hueOf(w.code)}},
o("p",{class:"qc-said",dir:"auto"},w.quotation),o("p",{class:"qc-quote-from"},o("button",{type:"button",class:"qc-link",
on:{click:()=>this.#m(w)}},`${w.document}${w.turn?`, turn ${w.turn}`:""}`),o("span",{class:"qc-quiet"},[w.code===t.code?
"":s.nameOf(w.code),w.coder===s.session.coder?"":w.coder].filter(Boolean).map(q=>` · ${q}`).join("")))));r+=f.quotes.length,
m(n,f.total?null:o("span",{class:"qc-quiet"},"No quotations yet."),f.total>r?p(`Show more (${(f.total-r).toLocaleString(
"en")} left)`,()=>l(!0),{class:"qc-small"}):null,f.unread?o("span",{class:"qc-hint"},`Others’ quotations in ${b(f.unread,
"document")} come when you have finished ${f.unread===1?"it":"them"}.`):null),d&&i.children[g]?.querySelector("button")?.
focus()}catch(f){m(n,o("span",{class:"qc-fault"},f.message),p("Try again",()=>l(),{class:"qc-small"}))}},h=o("details",{
class:"qc-book-quotes"},o("summary",{data:{does:"quotes"}},"Quotations"),i,n);return h.addEventListener("toggle",()=>{h.
open&&!r&&l()}),e&&(h.open=!0),h}async#m(t){let{app:e}=this;try{await e.open(t.document),e.go("code",{document:t.document,
start:t.start,end:t.end,coding:t.coding})}catch(s){e.sorry(s)}}#c(t){let e=i=>({class:"qc-small",data:{does:i}}),s=!t.retired;
return o("section",{class:"qc-reorganise qc-chrome"},o("h3",null,"Reorganise"),o("div",{class:"qc-toolbar"},p("Up",()=>this.
shift(-1),{...e("up"),icon:"up",keys:"Alt+ArrowUp"}),p("Down",()=>this.shift(1),{...e("down"),icon:"down",keys:"Alt+Arro\
wDown"}),p("Move …",()=>be(this.app,t,()=>this.tree.choose(t.code)),{...e("move"),icon:"move",keys:"v"}),p("Merge …",
()=>this.merge(),{...e("merge"),icon:"merge",keys:"j"}),p("Split …",()=>this.split(),{...e("split"),icon:"split",keys:"\
s"}),p("Identifier …",()=>this.rename(),{...e("rename"),keys:"i"}),p(s?"Retire …":"Use again …",()=>this.retire(),
{...e("retire"),keys:"x"})),o("p",{class:"qc-hint"},"Codes can also be dragged in the tree: onto a code to put them unde\
r it, between two to put them there."))}#a(){return this.app.codes.get(this.tree.code??"")??null}add(){let t=this.#a(),e=t&&
!t.merged_into&&!t.retired?t:null;Is(this.app,e?e.parent??e.code:null,s=>{this.filter.value="",this.tree.filter="",this.
tree.choose(s,!0)},this.tree.element.childElementCount?"":this.filter.value.trim())}define(){let t=this.#a();t&&_s(this.
app,t,this.more?.codes[t.code]??null)}rename(){let t=this.#a();t&&Rs(this.app,t,e=>this.tree.choose(e,!0))}merge(){let t=this.#a();
t&&Ds(this.app,t,e=>this.tree.choose(e,!0))}split(){let t=this.#a();if(t){if(t.category&&!t.codings){this.app.say(`${t.name}\
 only groups codes: add codes beneath it instead.`);return}Ps(this.app,t,e=>this.tree.choose(e,!0))}}retire(){let t=this.#a();
if(!t)return;let e=this.tree.beside(t.code);Bs(this.app,t,()=>{let s=this.app.codes.get(t.code),i=!!s&&!this.tree.stands(
s);i&&(this.gone.open=!0),this.draw(),i&&e&&this.app.codes.has(e)?this.tree.choose(e,!0):this.tree.focus()})}memo(){let t=this.#a();
t&&(this.more?.codes[t.code]?.memos?it(this.app,{on:t.code,heading:`Memos on ${t.name}`}):at(this.app,{on:t.code,kind:"c\
ode",heading:`Memo on ${t.name}`}))}#h(t){return this.placing&&(this.nextMove=t),!!this.placing}shift(t){if(this.#h(()=>this.
shift(t)))return;let e=this.#a();if(!e)return;let s=this.tree.children(e.parent??null),i=s.indexOf(e);if(i<0)return;if(!s[i+
t]){this.app.say(t<0?"It is the first here already.":"It is the last here already.");return}let n=t<0?s[i-1]:s[i+2];this.
place(e,e.parent??null,n?.code??null)}nest(t){if(this.#h(()=>this.nest(t)))return;let e=this.#a();if(!e)return;if(t>0){let n=this.
tree.children(e.parent??null),r=n[n.indexOf(e)-1];r?this.place(e,r.code,null):this.app.say("There is no code before it t\
o put it under.");return}let s=e.parent?this.app.codes.get(e.parent):null;if(!s){this.app.say("It is a theme already.");
return}let i=this.tree.children(s.parent??null);this.place(e,s.parent??null,i[i.indexOf(s)+1]?.code??null)}async place(t,e,s){
if(this.placing)return;this.placing=!0,this.nextMove=null;let i=(this.entry.contains(document.activeElement)?document.activeElement:
null)?.dataset.does;try{await ke(this.app,t,e,s,{quiet:!1}),this.tree.choose(t.code,!i),i&&this.entry.querySelector(`[da\
ta-does="${i}"]`)?.focus()}catch{}finally{this.placing=!1,this.book.isConnected&&this.nextMove?.()}}again(t=null){this.queue?.
destroy(),this.book.hidden=!0,this.queue=new Rt(this.host,this.app,{back:()=>this.back(),code:t})}back(){this.queue?.destroy(),
this.queue=null,this.book.hidden=!1,this.#i(),this.tree.focus()}#p(){let{app:t}=this,e="Codebook",s=()=>!this.queue&&!!this.#a(),
i=()=>s()&&!this.#a()?.merged_into,n=()=>this.leads&&i(),r=()=>this.writes&&!this.queue;return[{keys:"/",words:"find a c\
ode",run:()=>this.filter.focus(),when:()=>!this.queue,group:e},{keys:"n",words:"new code",run:()=>this.add(),when:r,group:e},
{keys:"c",words:"code with it",run:()=>qe(t,this.tree.code),when:()=>r()&&!!this.#a()?.applicable,group:e},{keys:"f",words:"\
search for it in the texts",run:()=>t.go("search",{code:this.tree.code}),when:i,group:e},{keys:"q",words:"open or close \
its quotations",run:()=>this.#g(),when:s,group:e},{keys:"m",words:"memo on it",run:()=>this.memo(),when:()=>r()&&s(),group:e},
{keys:"e",words:"change its name, definition, patterns …",run:()=>this.define(),when:n,group:e},{keys:"Alt+ArrowUp",words:"\
move it up",run:()=>this.shift(-1),when:n,group:e},{keys:"Alt+ArrowDown",words:"move it down",run:()=>this.shift(1),when:n,
group:e},{keys:"Alt+ArrowRight",words:"put it under the code before it",run:()=>this.nest(1),when:n,group:e},{keys:"Alt+\
ArrowLeft",words:"take it out to the level above",run:()=>this.nest(-1),when:n,group:e},{keys:"v",words:"move it somewhe\
re else",run:()=>{let c=this.#a();c&&be(t,c,()=>this.tree.choose(c.code,!0))},when:n,group:e},{keys:"j",words:"merge it,\
 and others, into another code",run:()=>this.merge(),when:n,group:e},{keys:"s",words:"split it",run:()=>this.split(),when:n,
group:e},{keys:"i",words:"change its identifier",run:()=>this.rename(),when:n,group:e},{keys:"x",words:"retire it, or us\
e it again",run:()=>this.retire(),when:n,group:e},{keys:"l",words:"look at codings again that wait",run:()=>this.again(),
when:()=>!this.queue&&!!this.more?.own_waiting,group:e},...et(t,e,()=>this.queue?this.queue.load():t.loadBook())]}#g(){let t=this.
entry.querySelector(".qc-book-quotes");t&&(t.open=!t.open,t.querySelector("summary")?.focus())}};function Ks(a,t){return t.
length?o("section",null,o("h3",null,a),o("ul",{class:"qc-entry-list"},t.map(e=>o("li",{dir:"auto"},e)))):null}var zs={id:"\
codebook",label:"Codebook",key:"g b",mount(a,t,e){let s=new xe(a,t,e);return{destroy:()=>s.destroy(),params:i=>s.params(
i)}}};function Pt(a){let{kind:t}=a;return t==="agreed"?"Agreed":t==="edges"?"Other edges":t==="code"?"Other codes":t==="consen\
sus"?"Consensus alone":t.startsWith("only ")?`Only ${t.slice(5)}`:t.startsWith("not considered by ")?`Not looked for by ${t.
slice(18)}`:t}function Hs(a,t){let{kind:e}=a,s=t.length>2?"All":"Both";return e==="agreed"?`${s} gave the same code to t\
he same words. It goes into the consensus as it is, unless you say otherwise.`:e==="edges"?"The same code on words that \
overlap, with other edges.":e==="code"?"Other codes on the same words, or on words that overlap by half at least.":e==="\
consensus"?"A coding of the consensus that belongs to no place any more: a coder has changed or taken back what it reste\
d on.":e.startsWith("only ")?"Nobody else gave this code to words that overlap. The same code on other words nearby is a\
 place of its own.":"Not everybody looked for this code here, so that it cannot be settled: that it is missing says noth\
ing."}function P(a){return a.waiting?"waiting":a.settleable?a.open?"open":a.choice||a.edit?"settled":"agreed":"out"}function $e(a,t){
return a.waiting?`${a.waiting} …`:a.edit?a.kind==="consensus"?"in the consensus":`settled: ${t(a.edit[2])}, edited`:a.
choice==="both"?Object.keys(a.own).length>2?"settled: all":"settled: both":a.choice==="none"?"settled: left out":a.choice?
`settled as ${a.choice}`:a.settleable?a.open?"open":a.standing.length?"agreed, in the consensus":"agreed":"cannot be set\
tled"}function Fs(a,t,e){let i=[...Object.entries(a.own),...a.standing.map(n=>["Consensus",n])].map(([n,[,r,c,l]])=>`${n}: ${e(
l)}, on “${Wt(t.printed(r,c),160)}”.`);return C([`${Pt(a)}${a.turn?`, turn ${a.turn}`:""}, ${$e(a,e)}.`,...i].join("\
 "))}function Bt(a,t){let e=[...a];return e.length<=t?a:`${e.slice(0,t-1).join("").trimEnd()}…`}function Wt(a,t){let e=[
...a];if(e.length<=t)return a;let s=Math.floor((t-3)/2),i=e.slice(0,s).join("").replace(/\s+\S*$/u,""),n=e.slice(-s).join(
"").replace(/^\S*\s+/u,"");return`${i} … ${n}`}var Sn=170,Ut=class{constructor(t,e){this.app=t,this.does=e,this.element=o("section",{class:"qc-compare-card","aria-labe\
l":"This place"}),this.body=o("div",{class:"qc-compare-card-body"}),this.memos=o("div",{class:"qc-compare-memos"}),this.
reason=o("textarea",{rows:"1",dir:"auto",class:"qc-compare-reason","aria-label":"Reason, kept as a memo",placeholder:"Re\
ason, kept as a memo (r)"}),this.keep=p("Keep this reason",()=>e.reason(this.words),{class:"qc-small",hidden:!0}),this.reason.
addEventListener("input",()=>this.#s()),this.reason.addEventListener("keydown",s=>{s.key!=="Escape"&&!(s.key==="Enter"&&
!s.shiftKey)||(s.preventDefault(),s.stopPropagation(),s.key==="Enter"&&!this.keep.hidden&&e.reason(this.words),(this.body.
querySelector("[data-choice]")??t.root.querySelector(".qc-main-view"))?.focus())}),m(this.element,this.body),this.asking=
0,this.of=""}get words(){return this.reason.value.trim()}draw(t,{coders:e,settle:s,why:i,doc:n,at:r,of:c}){let{app:l,does:h}=this,
d=this.body.contains(document.activeElement)?document.activeElement:null,u=d?.dataset.choice??d?.dataset.does,f=d===this.
reason;if(this.place=t,this.settle=s&&!!t?.settleable,!t){m(this.body,o("p",{class:"qc-quiet"},c?"Choose a place in the \
list, or press n.":"No place fits what is shown.")),this.of="";return}this.of!==t.id&&(this.reason.value=t.reason);let g=e.
filter(w=>t.own[w]);m(this.body,o("header",{class:"qc-compare-card-head"},o("h3",null,Pt(t),o("span",{class:"qc-quiet"},
` · ${[t.turn?`turn ${t.turn}`:"",t.who].filter(Boolean).join(" · ")||n.document}`)),o("div",{class:"qc-compare-steps"},
o("span",{class:"qc-count"},r>=0?`${r+1} of ${c}`:b(c,"place")),p("Place before",()=>h.step(-1),{icon:"up",bare:!0,class:"\
qc-small",keys:"p","data-does":"back"}),p("Next place",()=>h.step(1),{icon:"down",bare:!0,class:"qc-small",keys:"n","dat\
a-does":"on"}))),o("p",{class:"qc-hint"},Hs(t,e)),o("ul",{class:"qc-compare-own"},g.map(w=>this.#t(w,t.own[w],n)),e.length===
2&&g.length===1?o("li",{class:"qc-quiet"},o("b",null,e.find(w=>!t.own[w])),": not coded so"):null),this.#e(t,n),this.settle?
this.#i(t,e,g):i&&t.settleable?o("p",{class:"qc-note"},i):null,this.settle?o("div",{class:"qc-compare-why"},this.reason,
this.keep):t.reason?o("p",{class:"qc-note"},"Reason: ",o("span",{dir:"auto"},t.reason)):null,this.memos),this.#s(),f&&this.
settle?this.reason.focus():u&&(this.body.querySelector(`[data-choice="${u}"]:not(:disabled), [data-does="${u}"]`)??l.root.
querySelector(".qc-main-view"))?.focus({preventScroll:!0}),this.of!==t.id&&(this.memos.replaceChildren(),this.element.scrollTop=
0),this.of=t.id,this.#n(t,n)}#t(t,[,e,s,i],n){let{app:r}=this;return o("li",{data:{hue:r.hueOf(i)}},o("p",null,o("b",{dir:"\
auto"},t)," ",o("span",{class:"qc-letter","aria-hidden":"true"},r.letterOf(i))," ",o("span",{title:r.codes.get(i)?.definition||
null,dir:"auto"},r.nameOf(i))),o("blockquote",{class:"qc-said",dir:"auto"},Wt(n.printed(e,s),Sn)))}#e(t,e){let{app:s}=this;
return t.choice==="none"?o("p",{class:"qc-compare-stands"},"Left out of the consensus."):!t.standing.length||t.kind==="a\
greed"&&!t.edit?null:o("div",{class:"qc-compare-stands"},o("p",{class:"qc-label"},"In the consensus"),t.standing.map(([,
i,n,r])=>o("p",{data:{hue:s.hueOf(r)}},o("span",{class:"qc-letter","aria-hidden":"true"},s.letterOf(r))," ",s.nameOf(r),
": ",o("span",{class:"qc-quiet",dir:"auto"},Wt(e.printed(i,n),120)))))}#i(t,e,s){let{does:i}=this,n=P(t)==="settled",r=(c,l,h,d)=>o(
"button",{type:"button",class:"qc-button qc-small",data:{choice:c},disabled:d,"aria-keyshortcuts":l,"aria-pressed":n&&!t.
edit&&t.choice===c?"true":"false",on:{click:()=>i.choose(c)}},o("kbd",{"aria-hidden":"true"},l),h);return o("div",{class:"\
qc-compare-choices",role:"group","aria-label":"Settle as"},e.map((c,l)=>r(c,String(l+1),`As ${c}`,!t.own[c])),r("both",String(
e.length+1),e.length>2?"All of them":"Both",s.length<2||t.kind==="agreed"),r("none","0","Leave out",!1),o("button",{type:"\
button",class:"qc-button qc-small",data:{choice:"edit"},"aria-keyshortcuts":"e","aria-pressed":t.edit&&t.kind!=="consens\
us"?"true":"false",on:{click:()=>i.edit()}},o("kbd",{"aria-hidden":"true"},"e"),"Other edges or code"))}#s(){let{place:t}=this;
this.keep.hidden=!t||t.open||!this.words||this.words===t.reason}async#n(t,e){let{app:s,does:i}=this,n=++this.asking,c=[...Object.
values(t.own),...t.standing].map(u=>u[0]).filter(u=>e.codings.get(u)?.memos),l=()=>p(c.length?"Answer, or write a memo":
"Write a memo",()=>i.memo(),{icon:"memo",class:"qc-small",keys:"m","data-does":"memo"}),h=this.memos.querySelector("[dat\
a-does=memo]"),d=h===document.activeElement&&!!h;if((!this.memos.childNodes.length||!c.length)&&m(this.memos,l()),c.length){
let u=[];try{for(let f of c)u=[...u,...await s.read("memos",{on:f,others:!0})]}catch(f){n===this.asking&&s.sorry(f);return}
if(n!==this.asking)return;u=[...new Map(u.map(f=>[f.id,f])).values()].sort((f,g)=>f.time<g.time?-1:1),m(this.memos,o("h4",
null,b(u.length,"memo")),o("ul",null,u.map(f=>o("li",null,o("p",{class:"qc-quiet"},[f.coder,V(f.time),f.subject].filter(
Boolean).join(" · ")),o("p",{class:"qc-compare-memo",dir:"auto"},f.title?o("b",null,`${f.title}: `):null,f.text)))),l())}
d&&this.memos.querySelector("[data-does=memo]")?.focus()}};function Js(a,t,e,s){let i=s.filter(c=>t.own[c]).map(c=>t.own[c]),
n=i.length?i:t.standing,r=[...new Map(n.map(c=>[c[3],c])).values()];return[o("span",{class:"qc-place-codes"},r.map(([,,,
c])=>o("span",{class:"qc-letter",data:{hue:a.hueOf(c)},"aria-hidden":"true"},a.letterOf(c))),o("span",{class:"qc-place-n\
ames",dir:"auto"},r.map(([,,,c])=>a.nameOf(c)).join(" / "))),o("span",{class:"qc-place-words",dir:"auto"},Bt(e.printed(t.
start,t.end),90)),o("span",{class:"qc-place-facts"},o("span",null,Pt(t))," · ",o("span",{class:"qc-place-stand"},$e(t,c=>a.
nameOf(c))))]}var mt=60;function Ys(a,{doc:t,place:e,coders:s,codes:i,selection:n,reason:r,settle:c}){let l=e.edit??e.standing[0]?.slice(
1)??e.own[s.find(x=>e.own[x])??""]?.slice(1),[h,d,u]=l;n&&({start:h,end:d}=n);let f=O("Code",{kind:"select",value:u,options:[
...new Set([...i,u])].map(x=>[x,`${a.letterOf(x)} · ${a.nameOf(x)}`])}),g=O("Reason",{kind:"area",value:r,rows:2,hint:"\
Kept as a memo on the coding of the consensus."}),w=o("p",{class:"qc-said qc-compare-stretch",dir:"auto"}),q=o("p",{class:"\
qc-unseen",role:"status"}),k=()=>{let x=t.edge(Math.max(0,h-mt),-1),A=t.edge(Math.min(t.length,d+mt),1),F=d-h>5*mt?[t.slice(
h,t.edge(h+2*mt,1))," … ",t.slice(t.edge(d-2*mt,-1),d)]:t.slice(h,d);m(w,x>0?"…":"",t.slice(x,h),o("mark",null,F),t.
slice(d,A),A<t.length?"…":"")},y=(x,A)=>{let j=x<A?t.trimmed(x,A):null;j&&({start:h,end:d}=j,k(),q.textContent=Bt(t.printed(
h,d),120))},v={startBack:()=>y(t.word(h,-1)?.[0]??h,d),startOn:()=>y(t.word(h+1,1)?.[0]??h,d),endOn:()=>y(h,t.word(d,1)?.[1]??
d),endBack:()=>{let x=t.word(d,-1);x&&x[1]>=d&&(x=t.word(x[0],-1)),x&&y(h,x[1])}},$=(x,A,j)=>p(x,()=>y(A,j),{class:"qc-s\
mall"});k(),E(a,{title:"Settle on other edges or another code",wide:!0,body:[f.element,o("fieldset",{class:"qc-field"},o(
"legend",null,"Words"),w,q,o("div",{class:"qc-toolbar"},o("span",{class:"qc-label"},"Start"),p("A word earlier",v.startBack,
{icon:"left",bare:!0,"aria-label":"Start a word earlier"}),p("A word later",v.startOn,{icon:"right",bare:!0,"aria-label":"\
Start a word later"}),o("span",{class:"qc-label"},"End"),p("A word earlier",v.endBack,{icon:"left",bare:!0,"aria-label":"\
End a word earlier"}),p("A word later",v.endOn,{icon:"right",bare:!0,"aria-label":"End a word later"}),s.filter(x=>e.own[x]).
map(x=>$(`As ${x}`,e.own[x][1],e.own[x][2])),n?$("As selected",n.start,n.end):null),n?null:o("p",{class:"qc-hint"},"Word\
s that are selected in the text are offered here, too.")),g.element],actions:[{label:"Settle so",run:()=>c({start:h,end:d,
code:f.input.value,reason:g.input.value.trim()})}]})}var Kt=class{constructor(t,e,s,i){this.text=e,this.sides=[s[0],s[1]].map(c=>Object.create(t,{session:{value:{...t.session,
coder:c}}})),this.of=[c=>c.coder===s[0],c=>s.indexOf(c.coder)>0],this.drawn=new Map;let n=new WeakMap;this.near=new Set,
this.watcher=new IntersectionObserver(c=>{let l=[];for(let h of c){let d=n.get(h.target);d&&(h.isIntersecting?(this.near.
add(d),l.push(d)):this.near.delete(d))}this.draw(l)},{root:i,rootMargin:"400px 0px"});for(let[c,l]of e.drawn){let h=[o("\
div",{class:"qc-margin qc-margin-first"}),o("div",{class:"qc-margin qc-margin-second"})];l.element.append(...h),this.drawn.
set(c,h),n.set(l.element,c),this.watcher.observe(l.element)}let r=0;this.sizes=new ResizeObserver(([c])=>{Math.abs(c.contentRect.
width-r)<1||(r=c.contentRect.width,this.draw())}),this.sizes.observe(e.element)}draw(t=this.near){let e=[];for(let i of t){
let n=this.text.drawn.get(i),r=this.drawn.get(i);!n||!r||r.forEach((c,l)=>{let h=n.codings.filter(this.of[l]);e.push([this.
sides[l],{block:i,codings:h,lanes:Mt(h),words:n.words,margin:c,pieces:n.pieces}])})}let s=e.map(([,i])=>Ct(i));e.forEach(
([i,n],r)=>Tt(i,n,s[r],this.text.active))}destroy(){this.watcher.disconnect(),this.sizes.disconnect()}};var Gs=new Set,Vs=[["differ","Where they differ"],["open","Not settled yet"],["all","All places"],["agreed","Where they \
agree"]],Qs={id:"compare",label:"Compare",key:"g c",mount(a,t,e){return new Se(a,t,e)}},Se=class{constructor(t,e,s){this.
app=e,this.asked=s,this.asking=0,this.told=null,this.doc=null,this.text=null,this.margins=null,this.at=null,this.pending=
new Map,this.items=new Map,this.drawnAs=new Map,this.current=null,this.show=s.show??e.remembered("compare-show","differ"),
this.head=o("div",{class:"qc-compare-head"}),this.figures=o("div",{class:"qc-compare-figures"}),this.columns=o("div",{class:"\
qc-compare-columns","aria-hidden":"true"}),this.reading=o("div",{class:"qc-compare-text qc-pane"}),this.card=new Ut(e,{choose:l=>this.#O(
l),edit:()=>this.#E(),memo:()=>this.#T(),reason:l=>this.#M(l),step:l=>this.#w(l)}),this.list=o("ul",{class:"qc-place-lis\
t","aria-label":"Places",on:{keydown:l=>this.#S(l)}}),this.said=o("p",{class:"qc-unseen",role:"status"}),this.side=o("as\
ide",{class:"qc-compare-side","aria-label":"Places"},this.card.element,o("div",{class:"qc-place-frame qc-pane"},this.list)),
this.body=o("div",{class:"qc-compare-body"},this.reading,this.side),t.append(o("div",{class:"qc-compare"},o("h2",{class:"\
qc-unseen"},"Compare coders"),this.head,this.body,this.said));let i=()=>this.told,n=()=>!!this.told&&!this.body.hidden,r=()=>n()&&
this.told.settle&&!!this.place,c=l=>({keys:String(l),get words(){let h=i()?.coders??[];return h[l-1]?`settle as ${h[l-1]}`:
h.length>2?"settle as all of them":"settle as both"},when:()=>r()&&l<=this.told.coders.length+1,repeat:!1,run:()=>this.#O(
this.told.coders[l-1]??"both")});this.offs=[e.on("doc",l=>l&&l.document!==this.told?.document&&this.#s()),e.on("codings",
l=>l.document===this.told?.document&&this.#e()),e.on("documents",()=>this.told?this.#e():this.#s()),e.on("settings",()=>this.
told&&this.#e()),e.on("codebook",()=>this.told&&this.#e(!0)),e.keys.add([{keys:"n",words:"next place",when:n,run:()=>this.#w(
1)},{keys:"p",words:"place before",when:n,run:()=>this.#w(-1)},{keys:"o",words:"next place that is open",when:n,run:()=>this.#$()},
...[1,2,3,4,5,6].map(c),{keys:"0",words:"settle: leave out",when:r,repeat:!1,run:()=>this.#O("none")},{keys:"e",words:"s\
ettle on other edges or another code",when:r,run:()=>this.#E()},{keys:"r",words:"write the reason",when:r,run:()=>this.card.
reason.focus()},{keys:"m",words:"write a memo on a coding of this place",when:()=>n()&&!!this.place,run:()=>this.#T()},{
keys:"u or Mod+z",words:"undo what was settled last",when:n,repeat:!1,run:()=>this.#N()}])],this.#s()}destroy(){this.asking+=
1,clearTimeout(this.timer);for(let t of this.offs)t();this.#t()}#t(){this.margins?.destroy(),this.text?.destroy(),this.margins=
null,this.text=null}params(t){let e=JSON.stringify([this.asked.coders,this.asked.sample]);this.asked=t,t.show&&t.show!==
this.show&&this.#b(t.show,!1),(e!==JSON.stringify([t.coders,t.sample])||this.app.doc?.document!==this.told?.document)&&this.#s()}get place(){
return this.told?.lines.find(t=>t.id===this.at)??null}get places(){let t=this.told?.lines??[];return this.show==="open"?
t.filter(e=>e.open||e.id===this.at):this.show==="agreed"?t.filter(e=>e.kind==="agreed"):this.show==="differ"?t.filter(e=>e.
kind!=="agreed"):t}#e(t=!1){clearTimeout(this.timer),this.timer=setTimeout(()=>this.#s({quiet:!t}),250)}#i(){let t=null;
try{t=this.asked.coders?JSON.parse(this.asked.coders):null}catch{}return{coders:Array.isArray(t)?t.map(String):null,sample:this.
asked.sample||null}}async#s({quiet:t=!1}={}){let{app:e}=this,s=e.doc?.document,i=++this.asking;if(!s){this.#l("Choose a \
document","Documents that two coders have finished can be compared here.");return}let n=e.documents.find(u=>u.document===
s),r=n?.passes.some(([u,f])=>f&&u===e.session.coder);if(n&&!r&&(n.hidden||e.session.role==="coder")){this.told=null,this.#l(
"Not finished yet",`You compare ${s} with other coders when you have finished it: code it to its end, and record that yo\
u are done.`);return}if(n&&!r&&!Gs.has(s)&&!e.remembered(this.#r,!1)){this.told=null,this.#d(s);return}let c,l=null;try{
let u=this.#i();c=await e.read("compare",{document:s,...u}),(!t||this.doc?.version!==c.version)&&(l=await e.read("docume\
nt",{document:s,others:e.others}))}catch(u){if(i!==this.asking||!(u instanceof N)&&this.told)return;this.told=null,this.#l(
"Not to be compared",u.message);return}if(i!==this.asking)return;let h=this.told?.document===s&&this.told.coders.join(`
`)===c.coders.join(`
`);this.told=c;for(let u of c.lines)this.pending.has(u.id)&&this.#C(u);if(c.coders.length<2){let[u]=c.known[0]??[];this.#l(
"One coder so far",u?`${u} alone has worked on ${s}.`:`Nobody has coded ${s} yet.`);return}this.body.hidden=!1,t||(this.
order=""),l&&(this.doc=new W({...l,codings:c.codings}));let d=l?[]:this.doc?.apply({added:c.codings,gone:[]},!0)??[];if(l||
!this.text||!h?this.#o():d.length&&(this.text.refresh(d),this.margins?.draw()),!this.place){let u=this.places.find(f=>f.
open)??this.places[0];this.at=u?.id??null}this.#u(),this.#y(!h||!t),(!h||!t)&&this.#q(),h||this.#v()}#n(){return[...this.
doc?.codings.values()??[]].filter(t=>this.told.coders.includes(t.coder)).sort(J)}#o(){if(!this.doc)return;let{coders:t}=this.
told;this.#t(),m(this.columns,o("span",null,t[0]),o("span"),o("span",null,t.slice(1).join(", "))),m(this.reading,this.columns),
this.text=new z(this.reading,this.app,this.doc,{codings:()=>this.#n(),margin:!1,keyboard:!0,label:`Text of ${this.doc.document}\
, coded by ${t.join(" and ")}`,onCoding:e=>e&&this.#k(this.told.lines.find(s=>Object.values(s.own).some(([i])=>i===e.id))?.
id??null,!1)}),this.text.scroller=this.reading,this.margins=new Kt(this.app,this.text,t,this.reading)}get#r(){return`com\
pare-looks-${this.app.session.project}-${this.app.session.coder}`}#d(t){let{app:e}=this;this.#l("Before you look",`You a\
re not done with ${t}. Whoever has seen other coders' codings does not code it blind any more; that is noted, and your p\
ass will say so.`);let s=this.head.closest(".qc-main-view"),i=c=>{s?.focus({preventScroll:!0}),Gs.add(t),c&&e.remember(this.#r,
!0),this.#s()},n=o("div",{class:"qc-toolbar"},p("Show their codings",()=>i(!1),{class:"qc-main"}),p("Show them, and do n\
ot ask again",()=>i(!0)));this.head.querySelector(".qc-empty p")?.after(n);let r=globalThis.document.activeElement;(!r||
r===globalThis.document.body||r===s)&&n.querySelector("button")?.focus()}#l(t,e){let{app:s}=this;this.#t(),this.body.hidden=
!0,this.figures.replaceChildren(),this.said.textContent=t;let i=s.documents.filter(n=>n.passes.filter(([r,c])=>c&&r!=="c\
onsensus").length>1&&n.document!==s.doc?.document);m(this.head,o("div",{class:"qc-empty"},o("h3",null,t),o("p",null,e),i.
length?o("p",null,"Finished by two coders or more:"):o("p",null,"No other document has been finished by two coders yet."),
o("ul",{class:"qc-compare-fit"},i.map(n=>o("li",null,p(n.document,()=>s.open(n.document).then(()=>s.go("compare",{document:n.
document})).catch(r=>s.sorry(r)),{class:"qc-small"}))))))}#u(){this.#f(),this.#a(),this.#g()}#f(){let{app:t,told:e}=this,
s=document.activeElement?.dataset?.head,i=e.lines,n=f=>i.filter(g=>P(g)===f).length,r=n("open"),c=n("settled")+n("waitin\
g"),l=e.known.map(([f,g])=>[f,g?f:`${f} (not finished)`]),h=(f,g)=>this.#c(f,`coder-${g}`,e.coders[g],l,w=>{let q=[...e.
coders],k=q.indexOf(w);k>=0&&(q[k]=q[g]),q[g]=w,t.go("compare",{document:e.document,coders:JSON.stringify(q)})}),d="",u=[
[d,"Whole document"],...e.samples.map(([f,,g])=>[f,`Sample ${f}${g===null?"":`, ${b(g,"turn")}`}`])];m(this.head,o("div",
{class:"qc-compare-choice"},o("h3",{dir:"auto"},e.document),e.sample?o("span",null,e.coders.join(" and ")):[h("First cod\
er",0),o("span",{class:"qc-quiet"},"and"),h("Second coder",1)],u.length>1?this.#c("Of the document","sample",e.sample??d,
u,f=>t.go("compare",{document:e.document,...f?{sample:f}:{}})):null,this.#c("Places shown","show",this.show,Vs,f=>this.#b(
f))),o("div",{class:"qc-compare-progress"},o("progress",{max:Math.max(1,r+c),value:c,"aria-label":"Places settled of tho\
se that differ"}),o("p",null,this.#m(r,c,n("agreed"),n("out"))),this.figures,e.settle&&!r&&e.consensus!=="whole"&&e.turns===
null?p("Record the consensus",()=>this.#A({},"the consensus"),{class:"qc-main qc-small","data-head":"record"}):null),e.why?
o("p",{class:"qc-note"},e.why):null,e.left_out.length&&e.settle?o("p",{class:"qc-note qc-warn"},`${e.left_out.join(", ")}\
 finished this document, too. What is settled here rests on ${e.coders.join(" and ")} alone.`):null),s&&this.head.querySelector(
`[data-head="${s}"]`)?.focus()}#m(t,e,s,i){let n=[`${b(t+e,"place")} ${t+e===1?"differs":"differ"}`,`${e} settled`,`${t}\
 open`,`${s} agreed`];return i&&n.push(`${i} not looked for by both`),[n.join(" · "),!t&&this.told.consensus==="whole"?
o("span",{class:"qc-good"}," · recorded as the consensus"):null]}#c(t,e,s,i,n){let r=o("select",{"aria-label":t,title:t,
data:{head:e},on:{change:()=>n(r.value)}},i.map(([c,l])=>o("option",{value:c},l)));return r.value=s,r}#a(){let{places:t,
told:e}=this,s=JSON.stringify([e.document,t.map(n=>n.id)]);if(s===this.order&&this.list.isConnected){for(let n of t)this.
drawnAs.get(n.id)!==JSON.stringify(n)&&this.#h(n);this.#p();return}this.order=s;let i=this.list.contains(document.activeElement);
this.items=new Map(t.map(n=>[n.id,o("button",{type:"button",class:"qc-place",tabindex:"-1",data:{place:n.id},on:{click:()=>this.#k(
n.id)}})]));for(let n of t)this.#h(n);m(this.list,[...this.items.values()].map(n=>o("li",null,n)),t.length?null:o("li",{
class:"qc-quiet qc-place-none"},e.lines.length?"None of these.":"Neither has coded anything here.")),this.current=null,this.#p(),
i&&this.current?.focus({preventScroll:!0})}#h(t){let e=this.items.get(t.id);e&&(e.dataset.stand=P(t),this.drawnAs.set(t.
id,JSON.stringify(t)),m(e,Js(this.app,t,this.doc,this.told.coders)))}#p(){let t=this.current;t?.removeAttribute("aria-cu\
rrent"),t?.setAttribute("tabindex","-1");let e=this.items.get(this.at??"")??null;e?.setAttribute("aria-current","true"),
(e??this.list.querySelector("button"))?.setAttribute("tabindex","0"),e?.scrollIntoView({block:"nearest"}),this.current=e}#g(){
let{told:t,places:e}=this;this.card.draw(this.place,{coders:t.coders,settle:t.settle,why:"",doc:this.doc,at:e.findIndex(
s=>s.id===this.at),of:e.length})}#y(t){let{place:e,text:s}=this;if(!s)return;let i=e?[...Object.values(e.own),...Object.
keys(e.own).length?[]:e.standing]:[];s.evidence(i.map(([,n,r])=>({start:n,end:r,label:"",kind:"spot"}))),this.margins?.draw(),
e&&t&&s.reveal(e.start,e.end)}#b(t,e=!0){this.show=Vs.some(([s])=>s===t)?t:"differ",e&&this.app.remember("compare-show",
this.show),this.told&&(this.places.some(s=>s.id===this.at)||(this.at=this.places[0]?.id??null),this.#u(),this.#y(!0))}async#q(){
let{app:t,told:e}=this,s=S("figures");this.figuring=s,this.figures.replaceChildren();let i;try{i=await t.read("compare_f\
igures",{document:e.document,coders:e.coders})}catch{return}this.figuring===s&&m(this.figures,o("details",null,o("summar\
y",null,"How much they agree"),o("dl",null,o("dt",null,"This document"),o("dd",null,i.here),o("dt",null,"All documents"),
o("dd",null,i.everywhere))))}#k(t,e=!0){t&&(this.at=t,this.items.has(t)?(this.#p(),this.#g()):(this.places.some(s=>s.id===
t)||(this.show="all"),this.#u()),this.#y(e),this.#v())}#v(t=""){let{place:e,doc:s,places:i}=this,n=e?i.indexOf(e):-1,r=e&&
s?`${n<0?"":`Place ${n+1} of ${i.length}. `}${Fs(e,s,c=>this.app.nameOf(c))}`:"";this.said.textContent=[t,r].filter(Boolean).
join(" ")}#w(t){let{places:e}=this;if(!e.length)return;let s=e.findIndex(n=>n.id===this.at),i=e[s<0?0:s+t];i?this.#k(i.id):
this.app.say(t>0?"This is the last place.":"This is the first place.")}#$(){let t=this.#x();t?this.#k(t.id):this.app.say(
"Nothing is open here.")}#x(){let t=this.told.lines,e=t.findIndex(s=>s.id===this.at);return[...t.slice(e+1),...t.slice(0,
Math.max(0,e))].find(s=>P(s)==="open")}#S(t){let e={ArrowDown:1,ArrowUp:-1}[t.key];!e||t.ctrlKey||t.altKey||t.metaKey||t.
shiftKey||(t.preventDefault(),this.#w(e),this.list.querySelector("[aria-current]")?.focus({preventScroll:!0}))}#O(t){let{
place:e,told:s}=this;if(!e)return;if(!e.settleable){this.app.say("This place cannot be settled: not everybody looked for\
 the code here.");return}if(e.waiting)return;if(s.coders.includes(t)&&!e.own[t]||t==="both"&&(Object.keys(e.own).length<
2||e.kind==="agreed")){this.app.say(t==="both"?"There is only one coding here: take it, or leave it out.":`${t} has no c\
oding here; to leave the place out, press 0.`);return}let i=this.card.words,n=t==="both"?"both":t==="none"?"left out":`a\
s ${t}`;this.#A({[e.id]:i?{settle:t,reason:i}:t},n,e)}#E(){let{place:t,told:e,doc:s,text:i}=this;if(!t||!s||t.waiting)return;
if(!t.settleable){this.#O("none");return}let n=i?.selection?{...i.selection}:null;Ys(this.app,{doc:s,place:t,coders:e.coders,
codes:e.codes??[],selection:n,reason:this.card.words,settle:({start:r,end:c,code:l,reason:h})=>{i?.clear(),this.#A({[t.id]:{
start:r,end:c,code:l,...h?{reason:h}:{}}},"edited",t)}})}#M(t){let{place:e}=this;e&&t&&!e.open&&this.#A({[e.id]:{...e.choice?
{settle:e.choice}:{},reason:t}},"with its reason",e,!0)}async#A(t,e,s,i=!1){let{app:n,told:r}=this;if(s){this.pending.set(
s.id,e),this.#C(s),this.#h(s),this.#f();let l=i?null:this.#x();l?this.#k(l.id):this.#g()}let c=r.lines.filter(l=>P(l)===
"open").length;s&&this.#v(`Settled ${e}; ${c} open.`);try{(await n.write("settle",{document:r.document,version:r.version,
coders:r.coders,choices:t,sample:r.sample},`settled ${e} in ${r.document}`,{quiet:!0})).passes&&n.say(`${r.document}${r.
sample?`, sample ${r.sample},`:""} is settled: tables count its consensus from now on.`)}catch(l){s&&(this.at=s.id),n.sorry(
l)}finally{s&&this.pending.delete(s.id)}this.told?.document===r.document&&await this.#s({quiet:!0})}#C(t){t.waiting=this.
pending.get(t.id),t.open=!1}async#N(){let{app:t}=this;try{let e=await t.read("undoable");if(!e){t.say("There is nothing \
to undo.");return}if(e.verb!=="settle"&&!await T(t,"Undo something else?",`Your latest act is no settling: ${e.what}.`,"\
Undo it"))return;let s=new Map(this.told.lines.map(r=>[r.id,P(r)])),i=await t.write("undo",{act:e.act},"undo",{quiet:!0});
await this.#s({quiet:!0});let n=this.told?.lines.find(r=>P(r)==="open"&&s.get(r.id)==="settled");n&&this.#k(n.id),t.say(
`Undone: ${i.what??e.what}.`)}catch(e){t.sorry(e)}}#T(){let{app:t,place:e,told:s}=this;if(!e)return;let i=[...s.coders.filter(
l=>e.own[l]).map(l=>[e.own[l][0],`${l}: ${t.nameOf(e.own[l][3])}`]),...e.standing.map(([l,,,h])=>[l,`the consensus: ${t.
nameOf(h)}`])],n=O("On the coding of",{kind:"select",value:i[0][0],options:i}),r=O("Memo",{kind:"area",rows:4,required:!0,
hint:"Everybody who has finished this document can read it. Ctrl and Enter keep it."});E(t,{title:"Memo on this place",body:[
n.element,r.element],actions:[{label:"Keep",run:async()=>{let l=r.input.value.trim();if(!l)throw new Error("Write someth\
ing first, or press Cancel.");await t.write("memo_add",{on:n.input.value,text:l},"memo",{quiet:!0}),t.say("The memo is k\
ept."),this.#s({quiet:!0})}}]})&&r.input.focus()}};var Oe=60,Xs={diary:"Study diary",document:"Documents",coding:"Codings",code:"Codes",participant:"Participants",memo:"An\
swers",suggestion:"Suggestions",decision:"Decisions",pass:"Readings",act:"Acts"},On={diary:"Diary",document:"Document",coding:"\
Coding",code:"Code",participant:"Participant",memo:"Answer",suggestion:"Suggestion",decision:"Decision",pass:"Reading",act:"\
Act"},Zs=new WeakMap,Ee=class{constructor(t,e,s){this.app=e,this.memos=[],this.shown=Oe,this.asked=Zs.get(e)??{words:"",
kind:"",coder:"",others:!1},Zs.set(e,this.asked),s?.kind&&(this.asked.kind=s.kind),this.loading=0,this.next=void 0,this.
loaded=!1;let{asked:i}=this;this.words=o("input",{type:"search","aria-label":"Find a memo",placeholder:"Find words, a co\
de, a document",autocomplete:"off",spellcheck:"false",dir:"auto",value:i.words,on:{input:()=>{i.words=this.words.value,this.#i()}}}),
this.kind=o("select",{"aria-label":"Kind",on:{change:()=>{i.kind=this.kind.value,this.#i()}}}),this.coder=o("select",{"a\
ria-label":"Written by",on:{change:()=>{i.coder=this.coder.value,this.#i()}}});let n=S("others");this.others=o("input",{
type:"checkbox",id:n,on:{change:()=>this.#e()}}),this.others.checked=i.others,this.othersRow=o("p",{class:"qc-field qc-c\
heck qc-memo-others"},this.others,o("label",{for:n},"Also what others wrote about documents you have not finished")),this.
total=o("p",{class:"qc-count",role:"status"}),this.list=o("ol",{class:"qc-memos","aria-label":"Memos",on:{focusin:c=>this.#u(
c.target.closest(".qc-memo-row"))}}),this.more=o("div",{class:"qc-actions"}),t.append(o("div",{class:"qc-sheet qc-memos-\
view"},o("header",{class:"qc-view-head"},o("h2",null,"Memos"),this.total,e.session.read_only?null:p("Write in the diary",
()=>this.diary(),{icon:"plus",class:"qc-main qc-push",keys:"n"})),o("div",{class:"qc-memo-filters qc-chrome"},o("div",{class:"\
qc-filter"},M("search"),this.words),this.kind,this.coder),this.othersRow,this.list,this.more));let r="Memos";this.offs=[
e.on("memos",()=>this.load()),e.on("codebook",()=>this.load()),e.on("documents",()=>this.#t()),e.keys.add([{keys:"/",words:"\
find a memo",run:()=>this.words.focus(),group:r},{keys:"n",words:"write in the study diary",run:()=>this.diary(),when:()=>!e.
session.read_only,group:r},{keys:"ArrowDown or j",words:"next memo",run:()=>this.#c(1),group:r},{keys:"ArrowUp or k",words:"\
memo before",run:()=>this.#c(-1),group:r},{keys:"Enter or o",words:"go to what the memo is about",run:()=>this.#a(),group:r},
{keys:"e",words:"change it",run:()=>this.#h("change"),group:r},{keys:"a",words:"answer it",run:()=>this.#h("reply"),group:r},
{keys:"Delete or Backspace",words:"take it back",run:()=>this.#h("back"),repeat:!1,group:r},{keys:"Escape",words:"show a\
ll memos again",run:()=>this.#s(),typing:!0,group:r},...et(e,r)])],this.#t(),this.load(s?.memo)}destroy(){for(let t of this.
offs)t()}params(t){t?.kind!==void 0&&(this.asked.kind=t.kind,this.#i()),t?.memo&&this.load(t.memo)}async load(t){let{app:e}=this,
s=++this.loading;this.next=t??this.next;try{let i=await e.read("memos",{others:this.asked.others});if(s!==this.loading)return;
this.memos=i,this.loaded=!0,this.#t(),this.draw(this.next),this.next=void 0}catch(i){this.loaded?e.sorry(i):m(this.list,
o("li",{class:"qc-fault"},i.message))}}#t(){let{app:t,asked:e}=this,s=Object.keys(Xs).filter(l=>l===e.kind||this.memos.some(
h=>h.kind===l));m(this.kind,o("option",{value:""},"All kinds"),s.map(l=>o("option",{value:l},Xs[l]))),this.kind.value=e.
kind;let i=[...new Set([...this.memos.map(l=>l.coder),...e.coder?[e.coder]:[]])].sort();m(this.coder,o("option",{value:""},
"Everybody"),i.map(l=>o("option",{value:l},l===t.session.coder?`${l} (you)`:l))),this.coder.value=e.coder;let n=t.session.
coder,r=(t.session.coders??[]).some(l=>l!==n)||this.memos.some(l=>!l.mine),c=t.documents.some(l=>!l.hidden&&!l.passes.some(
([h,d])=>h===n&&d));this.othersRow.hidden=!(r&&c)&&!e.others,this.coder.hidden=i.length<2}async#e(){let{app:t,asked:e}=this;
if(this.others.checked){let s=await T(t,"Show others’ memos on documents you have not finished?","They may tell how ot\
hers read these texts. Your reading of those with such a memo counts as not blind from then on.","Show them");this.others.
checked=s}e.others=this.others.checked,this.others.focus(),this.load()}#i(){this.shown=Oe,this.draw()}#s(){let{asked:t}=this;
if(!t.words&&!t.kind&&!t.coder)return!1;t.words="",t.kind="",t.coder="",this.words.value="",this.#t(),this.#i()}#n(){let{
asked:t,app:e}=this,s=K(t.words).split(/\s+/).filter(Boolean);return this.memos.filter(i=>{if(t.kind&&i.kind!==t.kind||t.
coder&&i.coder!==t.coder)return!1;if(!s.length)return!0;let n=K([i.title,i.text,i.subject,i.document??"",i.coder,...i.codes.
map(r=>e.nameOf(r))].join(" "));return s.every(r=>n.includes(r))})}draw(t){let e=this.#n(),s=document.activeElement,i=this.
list.contains(s)?s?.closest("li"):null,n=i?[...this.list.children].indexOf(i):-1;if(t){let c=e.findIndex(l=>l.id===t);c>=
this.shown&&(this.shown=c+1)}let r=e.slice(0,this.shown);if(this.total.textContent=e.length===this.memos.length?b(e.length,
"memo"):`${e.length.toLocaleString("en")} of ${b(this.memos.length,"memo")}`,m(this.list,r.map(c=>this.#r(c))),this.#u(this.#f()[0]),
!e.length&&this.loaded&&m(this.list,o("li",null,this.#o())),m(this.more,e.length>this.shown?p(`Show more (${(e.length-this.
shown).toLocaleString("en")} left)`,()=>{let c=this.shown;this.shown+=Oe,this.draw(),this.list.children[c]?.focus()}):null),
t){let c=this.list.querySelector(`[data-memo="${CSS.escape(t)}"]`);c?.focus(),c?.scrollIntoView({block:"nearest"})}else n>=
0&&(this.list.querySelector(`[data-memo="${CSS.escape(i?.dataset.memo??"")}"]`)??this.list.children[Math.min(n,this.list.
children.length-1)])?.focus()}#o(){return this.memos.length?o("div",{class:"qc-empty"},o("h3",null,"No memo fits"),o("p",
null,p("Show all memos",()=>{this.#s(),this.words.focus()}))):o("div",{class:"qc-empty"},o("h3",null,"No memos yet"),o("\
p",null,"Write in the diary what you did and why. On words, codings and documents you write memos where you code, with ",
o("kbd",null,"m"),"; on codes in the codebook."))}#r(t){let{app:e}=this,s=S("memo");return o("li",{class:"qc-memo-row",tabindex:"\
-1","aria-labelledby":s,data:{memo:t.id,kind:t.kind}},o("p",{class:"qc-memo-head",id:s},o("span",{class:"qc-tag"},On[t.kind]??
t.kind),this.#d(t),o("span",{class:"qc-count"},[t.coder,ve(t.time),t.edited?`changed ${ve(t.edited)}`:"",t.replies?b(t.replies,
"answer"):""].filter(Boolean).join(" · "))),t.quotation?o("blockquote",{class:"qc-said qc-memo-quoted",dir:"auto"},t.quotation):
null,Ws(e,t,{change:()=>at(e,{heading:"Change the memo",memo:t,then:i=>this.load(i)}),back:()=>this.#l(t),reply:()=>at(e,
{heading:t.mine?"Add to your memo":`Answer ${t.coder}’s memo`,on:t.id,kind:"memo",hint:t.title||En(t.text),then:i=>this.
load(i)})}))}#d(t){if(t.kind==="diary")return null;let e=An(this.app,t),s=t.kind==="code"?Mn(this.app,t):t.named;return e?
o("button",{type:"button",class:"qc-link qc-memo-about",dir:"auto",data:{does:"go"},on:{click:e}},s):o("span",{class:"qc\
-memo-about",dir:"auto"},s)}async#l(t){let{app:e}=this;if(await T(e,"Take this memo back?","It leaves the list; its word\
s stay in the history of the study.","Take it back",{kind:"qc-danger"}))try{let s=await e.write("memo_retract",{memo:t.id},
"memo taken back");U(e,"Memo taken back.",s?.act,()=>this.load(t.id)),await this.load()}catch{}}diary(){at(this.app,{heading:"\
Study diary",on:null,hint:"What you did, decided or wondered today. It belongs to the study, not to a place in it.",then:t=>{
let{asked:e}=this;(e.kind&&e.kind!=="diary"||e.words||e.coder&&e.coder!==this.app.session.coder)&&this.#s(),this.load(t)}})}#u(t){
if(!(!t||t.tabIndex===0))for(let e of this.#f()){e.tabIndex=e===t?0:-1;for(let s of e.querySelectorAll("button, summary,\
 a[href]"))s.tabIndex=e.tabIndex}}#f(){return[...this.list.querySelectorAll(".qc-memo-row")]}#m(){return document.activeElement?.
closest?.(".qc-memo-row")??null}#c(t){let e=this.#f(),s=this.#m(),i=s?e.indexOf(s)+t:0;i<0?this.words.focus():i<e.length?
(e[i].focus(),e[i].scrollIntoView({block:"nearest"})):this.more.firstElementChild&&this.more.firstElementChild.focus()}#a(){
return this.#h("go")}#h(t){let e=this.#m()?.querySelector(`[data-does="${t}"]`);if(!e)return!1;e.click()}};function En(a){
let t=[...a];return t.length>120?`${t.slice(0,115).join("")} …`:a}function An(a,t){let{document:e,start:s,end:i,codes:n,
kind:r}=t;return r==="code"&&n.length&&a.codes.has(n[0])?()=>a.go("codebook",{code:n[0]}):e&&a.documents.some(c=>c.document===
e)?()=>{s===null||i===null?a.jump(e):a.jump(e,s,i)}:null}function Mn(a,t){let e=a.codes.get(t.on??"");return!e||[...a.codes.
values()].some(s=>s!==e&&s.name===e.name)?t.named:e.name}var ti={id:"memos",label:"Memos",key:"g m",mount(a,t,e){let s=new Ee(
a,t,e);return{destroy:()=>s.destroy(),params:i=>s.params(i)}}};var Ae=[["certain","Most likely first"],["uncertain","Least certain first"],["novel","Most unlike what you decided first"]],
Me=[["","Mixed"],["code","Code by code"],["document","Document by document"]],Ce={accept:"You accepted this",reject:"You\
 rejected this",revise:"You revised this"},Cn={patterns:"the codebook’s patterns",learned:"what was learned from docum\
ents coded here",definitions:"the words of the codebook’s definitions",combined:"patterns, coded documents and definit\
ions taken together"};function zt(a){return Cn[a]??a}function ei(a){return a>=.995?"more than 99 of 100":a<.005?"fewer t\
han 1 of 100":a>.9||a<.1?`${Math.round(a*100)} of 100`:`${Math.round(a*10)} of 10`}function si(a,t){if(a===null)return"N\
o probability yet.";let e=`probability ${a.toFixed(2)}`;return t==="rates"?`About ${ei(a)} such suggestions were right h\
ere (${e}).`:t==="fitted"?`About ${ei(a)} such suggestions are right, judged by what was coded and decided here (${e}).`:
`The program that suggests it gives it the ${e}.`}var Tn=/^(.*) \(((?:pos|language|negation|negation window|negation words): .*)\)$/s;
function Nn(a){let t=Tn.exec(a),e=t?t[2]:"",s=t?t[1]:a,i=[/\bpos: /.test(e)?"as the part of speech that is asked for":"",
/\bnegation: exclude/.test(e)?"where it is not negated":"",/\bnegation: only/.test(e)?"where it is negated":""].filter(Boolean),
n=(l,h="")=>[[l,...i].join(", "),h],[,r,c]=/^(regex|lemma|near|tokens): (.*)$/s.exec(s)??[];if(r==="regex")return n("fit\
s a regular expression",c);if(r==="lemma")return n(c.includes(" ")?`is a form of “${c}”`:`is a form of the word “${c}\
”`);if(r==="tokens")return n("fits a pattern of word forms and kinds of words");if(r==="near"){let[,l,h]=/^(.*) within (\d+)$/s.
exec(c)??[];if(l)return n(`${l.split(" … ").map(d=>`“${d}”`).join(" and ")} within ${b(Number(h),"word")}`)}return s.
startsWith("=")?n(`fits the pattern “${s.slice(1)}”, with these capitals`):n(`fits the pattern “${s}”`)}function Ln(a,t,e,s){
let i=`“${s.nameOf(t)}”`;if(e){let[,r,c,l]=/^(.*): right in ([\d,]+) of ([\d,]+) so far$/s.exec(a)??[,a],[h,d]=Nn(r);
return[`${h}${c?`; right in ${c} of ${l} so far`:""}`,d]}return[a.replace(/^(said in [\d,]+ of [\d,]+ segments?) coded \S+, in ([\d,]+ of [\d,]+) others$/,
(r,c,l)=>`${c} coded with ${i}, and in ${l} others`).replace(/^spelled like words in segments coded \S+$/,()=>`spelled l\
ike words in segments coded with ${i}`).replace(/^(stands|is like .*) in the codebook's entry of \S+$/s,(r,c)=>`${c} in \
what the codebook says of ${i}`),""]}function Te(a,t,e){let s=e.codes.get(a.code),i=new Map;for(let[n,r,c]of a.evidence){
let l=n<=a.start&&r>=a.end,h=t.printed(n,r),d=a.engine==="patterns"||!!s?.patterns.some(q=>c===q||c.startsWith(`${q}: `)),
[u,f]=Ln(c,a.code,d,e),g=`${h.toLocaleLowerCase()}
${u}
${f}`,w=i.get(g);w?w.places.push([n,r]):i.set(g,{words:h,reason:l?u.charAt(0).toLocaleUpperCase()+u.slice(1):u,signs:f,whole:l&&
!d,places:[[n,r]]})}return[...i.values()]}function pt(a){let t=[],e=c=>a.hidden.filter(l=>l.why===c),s=c=>c.slice(0,5).map(
h=>`${h.document} (${h.open.toLocaleString("en")})`).join(", ")+(c.length>5?` and ${b(c.length-5,"other document")}`:""),
i=c=>c.reduce((l,h)=>l+h.open,0),n=e("assigned"),r=e("wanted");return n.length&&t.push(`${b(i(n),"suggestion")} held bac\
k until you are done with the document, which you are to read without them: ${s(n)}.`),r.length&&t.push(`${b(i(r),"sugge\
stion")} hidden, as you asked, until you are done with the document: ${s(r)}.`),a.audit&&t.push(`${b(a.audit,"suggestion")}\
 held back: you are to code these turns blind for an audit.`),a.left_out&&t.push(`${b(a.left_out,"suggestion")} left out\
: the code was retired, is a category only, or is not in the codebook any more.`),t}function ii(a){let t=[];return a.refreshed?
a.since?t.push(`The scores were last computed ${b(a.since,"decision")} ago.`):t.push("The scores take in every decision \
made so far."):t.push("The scores are those with which the suggestions were made."),a.threshold!==null?t.push(`At and ab\
ove ${a.threshold.toFixed(2)} suggestions are right often enough.`):a.reason&&t.push(`From which score on suggestions ar\
e right often enough cannot be said: ${a.reason}.`),a.checks&&t.push("Hidden checks are on: some proposals are known to \
be wrong. Nobody is told which, and none of them becomes a coding."),t}function ct(a){let t=[`${b(a.new,"new suggestion")}\
.`],e=a.proposed-a.new;e>0&&t.push(`${b(e,"proposal")} ${e===1?"was":"were"} known already, coded by you, or rejected by\
 you before.`);let s=Object.values(a.held).reduce((n,r)=>n+r,0);s&&t.push(`${b(s,"proposal")} held back: ${a.held_why}.`);
let i=n=>/[.!?]$/.test(n)?n:`${n}.`;return t.push(...a.notes.map(i)),t.push(...a.skipped.map(n=>`Not searched: ${i(n)}`)),
t.push(...a.negated.map(n=>`Left out as negated: ${i(n)}`)),t}function ni(a){let t=[a.moved?`${b(a.moved,"open suggestio\
n")} ${a.moved===1?"shows":"show"} another score now.`:"No score has changed."];return a.threshold!==null?t.push(`At and\
 above ${a.threshold.toFixed(2)} suggestions are right often enough.`):a.reason&&t.push(`From which score on they are ri\
ght often enough cannot be said: ${a.reason}.`),t.push(...a.notes.map(e=>/[.!?]$/.test(e)?e:`${e}.`)),t}function Ht(a){return a===
null?"–":`${(a*100).toFixed(a>.995&&a<1||a<.005&&a>0?1:0)}%`}var jn=20*6e4,In=80;function Ft(a,t,e){return a.read(t,e,{patience:jn,key:R("a")})}function Jt(a){return a.saved?Promise.
resolve():new Promise(t=>{let e=a.on("status",()=>{a.saved&&(e(),t())})})}var oi=a=>a.map(t=>o("p",null,t));function ri(a,t,e,s){
let i=O("Reason",{value:t.reason,list:e,hint:"Kept with the decision. Leave it empty to reject without one."});E(a,{title:`\
Reject ${a.nameOf(t.code)}`,body:[i.element],actions:[{label:"Reject",run:()=>s(i.input.value.trim())}]})}function ai(a,t,e,s){
let i=O("Memo",{kind:"area",rows:5});i.input.autofocus=!0,E(a,{title:`Memo on the suggestion of ${a.nameOf(t.code)}`,body:[
o("blockquote",{class:"qc-said qc-review-words",dir:"auto",tabindex:"0"},e),i.element],actions:[{label:"Save the memo",run:async()=>{
let n=i.input.value;if(!n.trim())throw new Error("Write something, or cancel.");let r=await a.write("review_memo",{suggestion:t.
id,text:n},"a memo on a suggestion",{quiet:!0});r?.memo&&s.done.push({kind:"memo",item:t,before:null,memo:r.memo}),a.say(
"The memo is saved.")}}]})}function ci(a,t){let e=a.codes.get(t);if(!e)return;let s=(i,n)=>n.length?[o("h3",null,i),o("u\
l",{class:"qc-review-list"},n.map(r=>o("li",{dir:"auto"},r)))]:null;E(a,{title:e.name,class:"qc-review-definition",body:[
e.theme!==t?o("p",{class:"qc-quiet"},`Theme: ${a.nameOf(e.theme)}`):null,o("p",{dir:"auto"},e.definition||"This code has\
 no definition yet. You can write one in the codebook."),s("Include",e.include),s("Exclude",e.exclude),s("Examples",e.examples),
s("Patterns",e.patterns)],actions:e.definition?[]:[{label:"Open the codebook",run:()=>a.go("codebook",{code:t})}]})}function li(a,t,e){
let{told:s,session:i}=t,n=pt(s),r=Object.entries(s.codes);E(a,{title:"Progress",class:"qc-review-progress-table",body:[o(
"p",null,`${b(s.decided,"suggestion")} decided, ${s.open.toLocaleString("en")} open. In this session: ${i.accept} accept\
ed, ${i.reject} rejected, ${i.revise} revised.`),...oi(ii(s)),n.length?o("h3",null,"Not shown"):null,...oi(n),o("div",{class:"\
qc-scroll"},o("table",{class:"qc-table"},o("thead",null,o("tr",null,o("th",{scope:"col"},"Code"),o("th",{scope:"col",class:"\
qc-number"},"Decided"),o("th",{scope:"col",class:"qc-number"},"Open"))),o("tbody",null,r.map(([c,[l,h]])=>o("tr",{data:{
hue:a.hueOf(c)}},o("th",{scope:"row"},o("span",{class:"qc-letter","aria-hidden":"true"},a.letterOf(c))," ",a.nameOf(c)),
o("td",{class:"qc-number"},h.toLocaleString("en")),o("td",{class:"qc-number"},l.toLocaleString("en")))))))],actions:e?[{
label:"Compute new scores",run:e}]:[],cancel:"Close"})}async function hi(a,t,e){e(!0);try{await Jt(a);let s=await Ft(a,"\
review_refit",{});await t.load(),a.say(ni(s).join(" "))}catch(s){a.sorry(s)}finally{e(!1)}}function Ne(a,t){let e=o("div",
{class:"qc-review-run"},o("p",{class:"qc-quiet"},"Looking which engines there are …")),s=[],i=null,n={patterns:h=>h?`${b(
h,"code")} ${h===1?"has":"have"} patterns.`:"No code has patterns yet; they are written in the codebook.",learned:h=>h?`${b(
h,"document")} ${h===1?"is":"are"} finished and can be learned from.`:"Nothing to learn from yet: it needs documents tha\
t were coded and finished.",definitions:h=>h?`${b(h,"code")} ${h===1?"has":"have"} a definition.`:"No code has a definit\
ion yet; they are written in the codebook."},r={patterns:"Patterns",learned:"Learned from finished documents",definitions:"\
Definitions"},c=a.read("review_engines").then(h=>{let d=h.engines.map(({engine:u,ready:f,number:g})=>{let w=O(r[u]??u,{kind:"\
check",value:f&&!!n[u],hint:n[u]?.(g)??"Brought by a package that is installed here."});return w.input.disabled=!f,s.push(
{engine:u,input:w.input}),w.element});i=O("Share of suggestions that should be right, in per cent",{type:"number",value:String(
Math.round(h.precision*100)),hint:"What is less likely is held back, as soon as enough is coded to tell. 0 holds nothing\
 back."}),Object.assign(i.input,{min:"0",max:"99",step:"5"}),m(e,o("fieldset",null,o("legend",{class:"qc-label"},"What l\
ooks for places"),d),i.element,o("p",{class:"qc-hint"},`Everything is computed on this machine and may take a minute or \
two. ${h.vectors===null?"Sentence vectors are used as well.":`Sentence vectors are not used: ${h.vectors}`}`))});return c.
catch(h=>m(e,o("p",{class:"qc-fault"},h.message))),{element:e,run:async()=>{let h=s.filter(f=>f.input.checked&&!f.input.
disabled).map(f=>f.engine);if(!h.length)throw new Error("Choose at least one.");let d=Number(i.input.value)/100;if(!(d>=
0&&d<1))throw new Error("The share is a number from 0 to 99.");await Jt(a);let u=await Ft(a,"review_suggest",{engines:h,
precision:d});return t.run=u,await t.load(),u},ready:c}}function Le(a,t){let e=Ne(a,t),s=o("p",{class:"qc-quiet",role:"s\
tatus"});E(a,{title:"Look for new suggestions",body:[e.element,s],actions:[{label:"Start",run:async()=>{m(s,"Looking thr\
ough all documents …");try{let i=await e.run();a.say(ct(i).join(" "))}finally{m(s)}}}]})}function di(a,t){let{told:e}=t,
s=O("Suggestions to look at",{type:"number",value:"20",hint:"At least 5. The more you look at, the narrower is what can \
be said of the rest."});Object.assign(s.input,{min:"5",max:"200"});let i=e.engines.length>1?O("Suggested by",{kind:"sele\
ct",value:"",options:[["","any"],...e.engines.map(c=>[c,zt(c)])]}):null,n=e.threshold!==null||e.refreshed?O("Only with a\
 probability of at least, in per cent",{type:"number",value:"",hint:"Empty: with any, and with none."}):null;n&&Object.assign(
n.input,{min:"0",max:"100"});let r=[t.code?a.nameOf(t.code):"all codes",t.document||"all documents"].join(", ");E(a,{title:"\
Accept many together",body:[o("p",null,`Of what is chosen (${r}; ${b(e.matching,"open suggestion")}) a sample is drawn b\
y chance. You decide on it one by one, as on any others.`),o("p",null,"Only when all of it is decided are you told which\
 share of it was right, with its 95% interval. You then say which share is enough; if the lower end of the interval reac\
hes it, the others can be accepted together. These codings count as accepted, not blind, by you. One undo takes all of t\
hem back."),o("p",null,"The sample is kept: drawing again gives the same one. Choose a code or a document first (f) if t\
he rest is to be of that only."),s.element,i?.element??null,n?.element??null],actions:[{label:"Draw the sample",run:async()=>{
let c=n?.input.value.trim();await Jt(a);let l=await Ft(a,"review_sample",{codes:t.code?[t.code]:null,documents:t.document?
[t.document]:null,engine:i?.input.value||null,min_score:c?Number(c)/100:null,blind:t.blind===!0,n:Math.round(Number(s.input.
value))||0});t.startSample(l)}}]})}async function je(a,t,e){m(e,o("p",{class:"qc-loading",role:"status"},"Counting …"));
let s,i=()=>t.endSample();try{await Jt(a),s=await a.read("review_sampled",{selection:t.sample.selection})}catch(h){m(e,o(
"div",{class:"qc-empty qc-review-empty"},o("h2",null,"The sample cannot be counted"),o("p",{class:"qc-fault",role:"alert"},
h.message),o("p",null,"What you decided is kept."),o("div",{class:"qc-toolbar"},p("Count again",()=>je(a,t,e),{class:"qc\
-main"}),p("Back to all suggestions",i))));return}let n=s.sample===null?"":` (${s.right} of ${s.sample})`,r=O("Share tha\
t is enough, in per cent",{type:"number",value:String(In),hint:"Held against the lower end of the interval."});Object.assign(
r.input,{min:"1",max:"100"});let c=o("p",{class:"qc-fault",role:"alert"}),l=async()=>{m(c);let h=Number(r.input.value)/100;
if(!(h>0&&h<=1)){m(c,"The share is a number from 1 to 100.");return}let d=`${b(s.open,"suggestion")} that you have not l\
ooked at will be accepted as your codings. Undo takes all of them back at once.`;if(await T(a,"Accept the others",d,`Acc\
ept ${s.open.toLocaleString("en")}`))try{let u=await Ft(a,"review_accept_many",{selection:t.sample.selection,minimum:h});
t.done.push({kind:"many",item:null,before:null}),await i();let f=await a.read("undoable").catch(()=>null);a.say(`${b(u.accepted,
"suggestion")} accepted together.${u.later?` ${b(u.later,"suggestion")} that came after the sample was drawn ${u.later===
1?"stays":"stay"} open.`:""}`,"info",{label:"Undo",run:()=>Ie(a,t),act:f?.act})}catch(u){m(c,u.message)}};m(e,o("div",{class:"\
qc-review-sampled"},o("h2",null,"The sample is decided"),o("p",null,`${Ht(s.share)}${n} of the sample of ${s.asked} ${s.
right===1?"was":"were"} accepted as they were; revised ones do not count as accepted. 95% interval: ${Ht(s.low)} to ${Ht(
s.high)}.`),o("p",{class:"qc-quiet"},s.method?`Method: ${s.method}.`:null,s.grown?" The sample was made larger; an inter\
val that is looked at until it suffices is too narrow.":null),s.open?[o("p",null,`${b(s.open,"other suggestion")} of the\
 same selection ${s.open===1?"is":"are"} open.`),s.later?o("p",null,`${b(s.later,"suggestion")} came after the sample wa\
s drawn and will stay open.`):null,r.element,c,o("div",{class:"qc-toolbar"},p(`Accept the other ${s.open.toLocaleString(
"en")} …`,l,{class:"qc-main"}),p("Go on one by one",i))]:[o("p",null,"Nothing else that the sample stands for is open."),
p("Back to all suggestions",i,{class:"qc-main"})]))}async function Ie(a,t){if(t.done.at(-1)?.kind!=="many"){a.say("Somet\
hing was done since; undo that first.");return}await T(a,"Undo","Everything that was accepted together is taken back at \
once.","Take it back")&&t.undo()}var ui=30,_n=15,Rn=300,fi=60,Dn=700,mi=new WeakMap;function gi(a){let t=mi.get(a);return t||mi.set(a,t=new _e(a)),t}var _e=class{constructor(t){
this.app=t,this.choices=`review-${t.session.project}-${t.session.coder}`;let e=t.remembered(this.choices,{})??{};this.order=
e.order??"certain",this.by=e.by??"",this.blind=typeof e.blind=="boolean"?e.blind:null,this.code="",this.document="",this.
current=null,this.ahead=[],this.trail=[],this.back=0,this.later=[],this.done=[],this.gone=new Set,this.session={accept:0,
reject:0,revise:0},this.told=null,this.sample=null,this.texts=new Map,this.fetching=new Map,this.noted=new Set,this.asking=
!1,this.stale=!1,this.run=null,this.fault="",this.tell=()=>{},this.number=0,t.on("queue",()=>this.#t()),t.on("codebook",
()=>this.#t()),t.on("documents",()=>this.#t())}get shown(){return this.back?this.trail[this.trail.length-this.back]??null:
this.current}get mustAsk(){return this.blind===null&&!!this.told?.unread.length&&!this.sample}async choose(t){Object.assign(
this,t),this.app.remember(this.choices,{order:this.order,by:this.by,blind:this.blind}),this.later=[],this.back=0,this.current=
null,this.ahead=[];let e=this.load();this.tell(),await e}async load(){this.number+=1,await this.#e(!0)}#t(){this.stale=!0,
clearTimeout(this.app.timers.review),this.app.timers.review=setTimeout(()=>{this.live&&(this.app.saved?this.#e(!0):this.#t())},
Dn)}live=!1;wake(t){this.live=t,t&&(!this.told||this.stale)&&this.#e(!0)}async#e(t){if(this.sample)return;if(this.asking){
t&&(this.stale=!0);return}this.asking=!0,this.stale=!1;let e=this.number,s=this.ahead.filter(r=>r.kept),i=t?s:this.ahead,
n=[this.current,...i,...this.later,...this.pending].filter(r=>!!r).map(r=>r.id);this.pending.size||this.gone.clear();try{
let r=await this.app.read("review",{order:this.order,by:this.by||null,codes:this.code?[this.code]:null,documents:this.document?
[this.document]:null,blind:this.blind===!0,without:n,about:this.current?.id??null,limit:ui});if(e!==this.number||this.sample)
return;this.fault="",this.#i(r);let c=new Set([this.current,...this.later].map(u=>u?.id)),l=r.rows.filter(u=>!c.has(u.id)&&
!this.gone.has(u.id)).map(pi),h=(t?this.ahead.filter(u=>u.kept):this.ahead).filter(u=>!this.gone.has(u.id)),d=new Set(h.
map(u=>u.id));this.ahead=[...h,...l.filter(u=>!d.has(u.id))],this.current&&(this.current.score=r.score??this.current.score),
this.asking=!1,this.#n()}catch(r){this.fault=r instanceof N?r.message:"The suggestions cannot be read just now.",r instanceof
N&&this.code&&(this.code="",this.stale=!0)}finally{this.asking=!1,this.#u(),this.tell(),e!==this.number?this.#e(!0):this.
stale&&this.#t()}}#i(t){this.told=t;for(let e of this.pending)this.#s(e,"open",e.state)}pending=new Set;#s(t,e,s){let i=(e===
"open"?1:0)-(s==="open"?1:0);if(!i||!this.told)return;this.told.open=Math.max(0,this.told.open-i),this.told.matching=Math.
max(0,this.told.matching-i),this.told.decided+=i,this.told.since=Math.max(0,this.told.since+i),this.told.mine=Math.max(0,
this.told.mine+i);let n=this.told.codes[t.code]??=[0,0];n[0]=Math.max(0,n[0]-i),n[1]+=i;let r=(this.told.documents[t.document]??
0)-i;this.told.documents[t.document]=Math.max(0,r)}#n(){this.current||(this.current=this.ahead.shift()??null,this.current&&
(this.current.kept=!1),!this.current&&this.later.length&&!this.asking&&(this.ahead=this.later,this.later=[],this.again=!0,
this.current=this.ahead.shift()??null))}again=!1;#o(){if(this.back){this.back-=1,this.#n();return}this.current&&(this.trail.
push(this.current),this.trail.length>Rn&&this.trail.shift(),this.current=null,(this.ahead.length||this.sample||this.complete)&&
this.#n(),!this.sample&&this.ahead.length<_n&&!this.complete&&this.#e(!1),this.#u())}get complete(){if(!this.told)return!1;
let t=(this.current?1:0)+this.ahead.length+this.later.length;return this.told.matching<=t}decide(t,e={}){let s=this.shown;
if(!s)return;let{reason:i="",...n}=e,r={state:s.state,reason:s.reason,made:s.made};if(s.state===t&&t!=="revise"&&i===s.reason){
this.#o(),this.tell();return}s.state=t,s.reason=i,s.refused="",s.made=t==="reject"?null:{start:n.start??s.start,end:n.end??
s.end,code:n.code??s.code},this.later=this.later.filter(u=>u!==s),this.back&&(this.ahead=this.ahead.filter(u=>u!==s)),this.
back&&this.current===s&&(this.current=null),this.#s(s,r.state,t),this.session[t]+=1,r.state!=="open"&&(this.session[r.state]-=
1);let c=s.turn={};this.gone.add(s.id),r.state==="open"&&this.pending.add(s);let l={kind:"decision",item:s,before:r};this.
done.push(l);let h=`${{accept:"accepting",reject:"rejecting",revise:"revising"}[t]} ${this.app.nameOf(s.code)} in ${s.document}`,
d=this.app.write("review_decide",{suggestion:s.id,decision:t,reason:i,...n},h);this.#o(),this.tell(),d.then(()=>this.pending.
delete(s)).catch(u=>{this.pending.delete(s),this.done=this.done.filter(f=>f!==l),s.turn===c&&(this.#r(s,r),s.refused=u.message,
this.#d(s),this.tell())})}#r(t,e){this.#s(t,t.state,e.state),t.state!=="open"&&(this.session[t.state]-=1),e.state!=="ope\
n"&&(this.session[e.state]+=1),Object.assign(t,e),t.state==="open"&&this.gone.delete(t.id)}#d(t){if(t.state!=="open"||this.
shown===t)return;let e=this.trail.indexOf(t);e>=0&&(this.trail.splice(e,1),this.back>this.trail.length-e&&(this.back-=1)),
!(this.current===t||this.ahead.includes(t))&&(t.kept=!0,this.ahead.unshift(t),this.#n(),this.#u())}skip(){let t=this.shown;
t&&(t.refused="",!this.back&&t.state==="open"&&this.later.push(t),this.#o(),this.tell())}goBack(){return this.back>=this.
trail.length?!1:(this.back+=1,this.tell(),!0)}undo(){let t=this.done.pop();if(!t)return null;let{item:e,before:s}=t;if(t.
kind!=="decision"||!e){let c=t.kind==="memo"?{memo:t.memo}:{many:!0};return this.app.write("review_undo",c,"undo").then(
()=>this.load(),()=>{}),t}let i={state:e.state,reason:e.reason,made:e.made},n=e.turn={};this.#r(e,s),this.pending.delete(
e),this.back=0,e.state==="open"?(this.trail=this.trail.filter(c=>c!==e),this.ahead=this.ahead.filter(c=>c!==e),this.current&&
this.current!==e&&(this.current.kept=!0,this.ahead.unshift(this.current)),this.current=e):(this.trail.includes(e)||this.
trail.push(e),this.back=this.trail.length-this.trail.indexOf(e));let r=this.app.write("review_undo",{suggestion:e.id},`t\
aking back a decision on ${this.app.nameOf(e.code)} in ${e.document}`);return this.tell(),r.catch(c=>{e.turn!==n||!this.#l(
i)||(this.#r(e,i),this.gone.add(e.id),e.refused=`Your decision stands: ${c.message}`,this.tell())}),t}#l(t){return t.state!==
"open"}startSample(t){this.sample=t,this.current=null,this.ahead=t.rows.map(pi),this.later=[],this.back=0,this.trail=[],
this.done=[],this.#n(),this.#u(),this.tell()}async endSample(){this.sample=null,this.current=null,this.ahead=[],this.later=
[],this.back=0,await this.load()}textOf(t){let e=this.texts.get(t.document)?.doc;return e&&e.version===t.version?e:null}async#u(){
if(!this.fetches){this.fetches=!0;try{for(;;){let t=[this.shown,this.current,...this.ahead.slice(0,ui)].find(e=>e&&!this.
textOf(e));if(!t||!await this.#m(t.document))break;this.textOf(t)||this.#f(t),this.shown?.document===t.document&&this.tell()}}finally{
this.fetches=!1}if(this.texts.size>fi){let t=new Set([this.shown,this.current,...this.ahead].map(e=>e?.document));for(let e of[
...this.texts.keys()])this.texts.size>fi&&!t.has(e)&&this.texts.delete(e)}}}fetches=!1;#f(t){let e=s=>s.document!==t.document||
s.version!==t.version;this.ahead=this.ahead.filter(e),this.trail=this.trail.filter(e),this.later=this.later.filter(e),this.
back=0,this.current&&!e(this.current)&&(this.current=null),this.#n(),this.#t()}async#m(t){try{let e=await this.app.read(
"review_text",{document:t});return this.texts.set(t,{doc:new W(e),act:e.act}),!0}catch(e){return e instanceof N&&(this.fault=
e.message),!1}}async refreshText(t){let e=this.texts.get(t.document);if(!e||e.act>=this.app.act)return[];try{let s=await this.
app.read("changes",{since:e.act,document:t.document,others:!1});return s.version!==void 0&&s.version!==null&&s.version!==
e.doc.version?(this.texts.delete(t.document),this.#t(),[]):(e.act=s.act,s.codings?e.doc.apply(s.codings,s.full):[])}catch{
return[]}}codingsOf(t){let e=this.app.session.coder,s=t.ordered(),i=[],n=new Set(s.filter(r=>r.coder===e).map(r=>`${r.start}\
 ${r.end} ${r.code}`));for(let r of[...this.trail,this.current]){if(!r?.made||r.document!==t.document||r.version!==t.version)
continue;let c=`${r.made.start} ${r.made.end} ${r.made.code}`;n.has(c)||(n.add(c),i.push({id:`made-${r.id}`,...r.made,coder:e,
origin:r.state==="revise"?"revised":"accepted",blind:"no",suggestion:r.id,time:"",stale:!1,memos:0,key:!1}))}return i.length?
[...s,...i]:s}note(t){!t.first||this.noted.has(t.document)||(this.noted.add(t.document),this.app.write("review_seen",{document:t.
document},`that suggestions of ${t.document} were seen`).catch(()=>this.noted.delete(t.document)))}};function pi(a){return{
...a,state:"open",reason:"",made:null,refused:"",kept:!1,skipped:!1,turn:null}}var Pn=40,Yt=class{constructor(t,e,s,i){this.app=e,this.code=s,this.taken=i,this.picked=0,this.fits=[];let n=S("codes");
this.input=o("input",{type:"search",role:"combobox","aria-expanded":"false","aria-controls":n,"aria-autocomplete":"list",
"aria-label":"Another code",placeholder:"Another code: type its name",autocomplete:"off",spellcheck:"false",on:{input:()=>this.#t()}}),
this.list=o("div",{class:"qc-review-codes",role:"listbox",id:n,"aria-label":"Codes that fit",hidden:!0}),this.list.addEventListener(
"mousedown",r=>r.preventDefault()),this.list.addEventListener("click",r=>{let c=r.target.closest("[role=option]");c?.dataset.
code&&this.choose(c.dataset.code)}),t.append(o("div",{class:"qc-filter"},M("search"),this.input),this.list)}get typed(){
return this.input.value.trim()}get best(){return this.typed?this.fits[this.picked]??null:this.code}pick(t){this.fits.length&&
(this.picked=(this.picked+t+this.fits.length)%this.fits.length,this.#e())}choose(t){this.code=t,this.input.value="",this.#t(),
this.taken(t)}clear(){this.input.value="",this.#t()}#t(){this.picked=0;let t=this.typed?[...this.app.codes.values()].filter(
e=>e.applicable).map((e,s)=>({each:e,place:s,how:G(this.app,e,this.typed)})).filter(({how:e})=>e!==null).sort((e,s)=>e.how-
s.how||e.place-s.place).slice(0,Pn):[];this.fits=t.map(({each:e})=>e.code),m(this.list,t.map(({each:e},s)=>o("div",{role:"\
option",id:S("code"),class:"qc-review-code","aria-selected":String(s===0),data:{code:e.code,hue:this.app.hueOf(e.code)}},
o("span",{class:"qc-letter","aria-hidden":"true"},this.app.letterOf(e.code)),o("span",null,e.name))),this.typed&&!t.length?
o("p",{class:"qc-hint"},"No code fits."):null),this.list.hidden=!this.typed,this.input.setAttribute("aria-expanded",String(
!!t.length)),this.#e()}#e(){let t=[...this.list.querySelectorAll("[role=option]")];t.forEach((s,i)=>s.setAttribute("aria\
-selected",String(i===this.picked)));let e=t[this.picked];e?this.input.setAttribute("aria-activedescendant",e.id):this.input.
removeAttribute("aria-activedescendant"),e?.scrollIntoView({block:"nearest"})}};var Gt=class{constructor(t,e,s,i,n){this.app=e,this.text=s,this.item=i,this.given=n;let r=i.made??i;this.first={start:r.
start,end:r.end},this.hint=o("span"),this.edges=new nt(s,{...this.first},{save:()=>this.draw(),leave:()=>this.draw(),tell:l=>m(
this.hint,l)}),this.edges.begin(),this.fault=o("p",{class:"qc-fault",role:"alert"}),this.words=o("blockquote",{class:"qc\
-said qc-review-words",dir:"auto",tabindex:"0"}),this.name=o("p",{class:"qc-review-now"});let c=o("div",{class:"qc-field"});
this.element=o("form",{class:"qc-review-revise","aria-label":"Revise the suggestion",novalidate:!0,on:{submit:l=>{l.preventDefault(),
this.save()}}},o("h3",null,"Revise"),this.words,o("p",{class:"qc-hint"},"Select other words in the text, drag the two ha\
ndles, or use the keys. ",this.hint),this.name,c,this.fault,o("div",{class:"qc-toolbar"},o("button",{type:"submit",class:"\
qc-button qc-main"},"Save the revision"),p("Cancel",()=>n.leave(),{keys:"Escape"}))),this.box=new Yt(c,e,r===i?i.code:i.
made.code,()=>this.draw()),t.append(this.element),s.selection&&this.select(s.selection),this.draw(),this.box.input.focus()}destroy(){
this.edges.destroy(),this.element.remove()}select(t){this.edges.start=t.start,this.edges.end=t.end,this.edges.place(),this.
draw()}draw(){let{doc:t}=this.text;m(this.words,t.printed(this.edges.start,this.edges.end)),this.words.scrollTop=this.edges.
side==="end"?this.words.scrollHeight:0,m(this.name,"Code: ",o("b",{data:{hue:this.app.hueOf(this.box.code)}},o("span",{class:"\
qc-letter","aria-hidden":"true"},this.app.letterOf(this.box.code))," ",this.app.nameOf(this.box.code))),m(this.fault)}save(){
let t=this.box.best;if(!t){m(this.fault,"No code fits what you typed.");return}let s=this.edges.start!==this.first.start||
this.edges.end!==this.first.end?this.text.doc.trimmed(this.edges.start,this.edges.end):this.first;if(!s){m(this.fault,"T\
here are no words between these edges.");return}let{item:i}=this;if(s.start>=i.end||s.end<=i.start){m(this.fault,"These \
words lie outside of the suggestion. Leave it (Esc) and code them in the text (o).");return}if(s.start===i.start&&s.end===
i.end&&t===i.code){m(this.fault,"Nothing is changed yet. To take it as it is, leave the revision (Esc) and accept it (a)\
.");return}this.given.save({start:s.start,end:s.end,code:t})}bindings(){let t="Revising a suggestion",e=()=>{let r=document.
activeElement;return r===this.box.input?!this.box.typed:!this.text.element.contains(r)},s=()=>document.activeElement===this.
box.input&&!!this.box.typed,i=()=>e()&&!document.activeElement?.closest("button");return[...this.edges.bindings().filter(
({keys:r})=>r!=="Enter"&&r!=="Escape").map(r=>({...r,group:t,typing:!0,when:r.keys.startsWith("Tab")?i:e,run:c=>{r.run(c),
this.#t()}})),{keys:"ArrowDown",words:"next code that fits",when:s,typing:!0,run:()=>this.box.pick(1),group:t},{keys:"Ar\
rowUp",words:"code before",when:s,typing:!0,run:()=>this.box.pick(-1),group:t},{keys:"Enter",words:"save the revision",when:()=>!this.
text.element.contains(document.activeElement),typing:!0,run:()=>this.save(),group:t},{keys:"Escape",words:"leave the sug\
gestion as it is",typing:!0,group:t,run:()=>{this.box.typed?this.box.clear():this.given.leave()}}]}#t(){let t=this.edges[this.
edges.side]-(this.edges.side==="end"?1:0);this.text.reveal(t,t+1,{nearest:!0}),this.draw()}};var Bn=2,Wn=500,Un=8,Kn=12,zn=300,Re=class{constructor(t,e,s){this.app=e,this.queue=gi(e),this.item=null,this.text=null,
this.revise=null,this.wide=0,this.mode="",this.asked=!1,this.fitting=!1,this.reasons=[],this.live=o("p",{class:"qc-unsee\
n",role:"status"}),this.did="",this.bar=o("div",{class:"qc-review-bar"}),this.where=o("div",{class:"qc-review-where"}),this.
pane=o("div",{class:"qc-pane qc-review-pane"}),this.card=o("div",{class:"qc-pane qc-review-card",tabindex:"-1"}),this.foot=
o("div",{class:"qc-review-foot"}),this.side=o("aside",{class:"qc-review-side","aria-label":"Suggestion"},this.card,this.
foot),this.stage=o("section",{class:"qc-review-stage","aria-label":"Text"},this.where,this.pane),this.whole=o("div",{class:"\
qc-pane qc-review-whole",hidden:!0}),this.element=o("div",{class:"qc-review"},this.live,this.bar,this.stage,this.side,this.
whole),t.append(this.element),this.#d(),this.#r(),this.queue.tell=()=>this.draw(),this.offs=[e.keys.add(this.#M()),e.on(
"codebook",()=>this.#E()),e.on("status",()=>this.#O())],(s.code!==void 0||s.document_only!==void 0)&&this.queue.choose({
code:s.code??"",document:s.document_only??""}),this.queue.wake(!0),this.draw()}params(t){let{queue:e}=this,s=t.document;
!s||e.sample||e.document===s||!this.app.documents.some(i=>i.document===s)||(e.choose({document:s}),this.app.say(`Suggest\
ions of ${s} only.`,"info",{label:"All documents",run:()=>e.choose({document:""})}))}destroy(){this.#y(),this.app.shows(
null);for(let t of this.offs)t();this.queue.tell=()=>{},this.queue.wake(!1),this.text?.destroy(),this.element.remove()}draw(){
let{queue:t}=this;this.#u();let e=t.mustAsk?null:t.shown;if(this.app.shows(e?.document??""),!e){this.#y(),this.item=null,
this.#f();return}let s=t.textOf(e),i=s?"one":"waiting",n=this.item===e&&this.mode===i;this.mode=i;let r=document.activeElement,
c=this.whole.contains(r)||this.asked&&r===this.whole.closest(".qc-main-view");if(this.asked=!1,this.whole.hidden=!0,this.
stage.hidden=!1,this.side.hidden=!1,c&&this.card.focus({preventScroll:!0}),n){this.revise||this.#n(e,s);return}if(this.#y(),
this.item=e,this.wide=0,this.#n(e,s),this.#t(e,s),s){t.note(e),this.#O();let l=s.turnAt(e.start),h=t.again&&!t.back?" Sk\
ipped before.":"";this.#m(`${e.state==="open"?"":`${Ce[e.state]}. `}${this.app.nameOf(e.code)}? ${e.document}${l?`, turn\
 ${l.number}`:""}.${h} ${s.printed(e.start,e.end).slice(0,zn)}`)}}#t(t,e){let s=!!this.text?.element.contains(document.activeElement);
if(this.text?.destroy(),this.text=null,m(this.pane),!e){m(this.pane,o("p",{class:"qc-loading"},"Bringing the text …"));
return}let[i,n]=this.#e(t,e);this.text=new z(this.pane,this.app,e,{label:`Text around the suggestion, ${t.document}`,from:i,
to:n,keyboard:!0,codings:()=>this.queue.codingsOf(e),onSelect:d=>d&&this.revise?.select(d),onCoding:d=>this.text?.activate(
d&&d.id!==this.text.active?d.id:null)}),this.#s(t),this.text.reveal(t.start,t.end),s&&this.text.focus();let r=e.turnAt(t.
start),c=this.app.documents.find(d=>d.document===t.document),l=[c?.title,r?`turn ${r.number}`:"",r?.speaker??"",r?.role??
"",c?.case??""].filter(Boolean),h=i>0||n<e.length;m(this.where,o("h2",{dir:"auto"},t.document),o("span",{class:"qc-quiet"},
l.map((d,u)=>[u?" · ":null,o("bdi",null,d)])),h?p("More of the text",()=>this.#i(),{class:"qc-small qc-bare qc-review-w\
ider",icon:"plus",keys:"+"}):null)}#e(t,e){if(this.wide>2)return[0,e.length];let s=Bn*(this.wide?4*this.wide:1),i=Wn*(this.
wide?6*this.wide:1),n=e.blocks,r=(u,f,g)=>{let w=0,q=u;for(;n[q+f]&&(w<s||!g(n[q]))&&(n[q].turn!==n[q+f].turn&&(w+=1),!(w>
s&&g(n[q])));)q+=f;return n[q]},c=Math.max(0,e.blockAt(t.start)),l=Math.max(0,e.blockAt(Math.max(t.start,t.end-1))),h=r(
c,-1,u=>t.start-u.start>=i),d=r(l,1,u=>u.end-t.end>=i);return[h?.start??0,d?.end??e.length]}#i(){if(!this.item||!this.text)
return;this.wide+=1;let t=this.queue.textOf(this.item);if(this.revise&&{start:this.revise.edges.start,end:this.revise.edges.
end})return;let s=this.where.contains(document.activeElement);this.#t(this.item,t),s&&(this.where.querySelector("button")??
this.text.element).focus({preventScroll:!0})}#s(t){if(!this.text)return;let e=Te(t,this.text.doc,this.app).flatMap(({places:s,
reason:i})=>s.map(([n,r])=>({start:n,end:r,label:i,kind:"evidence"})));this.text.evidence([{start:t.start,end:t.end,label:"",
kind:"asked"},...e.filter(({start:s,end:i})=>s>t.start||i<t.end)])}#n(t,e){let{app:s,queue:i}=this,n=s.codes.get(t.code),
r=i.told,c=this.card.contains(document.activeElement)&&document.activeElement!==this.card,l=e?Te(t,e,s).map(f=>o("li",null,
f.whole?null:o("button",{type:"button",class:"qc-review-evidence",dir:"auto",title:"Show in the text",on:{click:()=>this.#o(
f.places)}},`“${f.words}”`),f.whole?f.reason:` ${f.places.length>1?`${f.places.length} times; `:""}${f.reason}`,f.signs?
[": ",o("code",{dir:"ltr"},f.signs)]:null)):[],h=(f,g)=>g?.length?[o("dt",null,f),g.map(w=>o("dd",{dir:"auto"},w))]:null,
d=t.state==="open"?null:`${Ce[t.state]}${t.reason?`: ${t.reason}`:""}.`,u=t.state==="revise"&&t.made&&e?o("p",{dir:"auto"},
`As ${s.nameOf(t.made.code)} on “${e.printed(t.made.start,t.made.end)}”.`):null;m(this.card,t.refused?o("div",{class:"\
qc-note qc-wrong",role:"alert"},o("p",null,t.refused)):null,d?o("div",{class:"qc-note",data:{state:t.state}},o("p",null,
d," Decide again to change it."),u):null,o("div",{class:"qc-review-code-head",data:{hue:s.hueOf(t.code)}},o("h2",null,o(
"span",{class:"qc-letter","aria-hidden":"true"},s.letterOf(t.code))," ",o("span",{dir:"auto"},s.nameOf(t.code)),"?"),n&&
n.theme!==t.code?o("p",{class:"qc-quiet",dir:"auto"},s.nameOf(n.theme)):null),o("p",{class:"qc-review-defined",dir:"auto"},
n?.definition||o("span",{class:"qc-quiet"},"No definition yet.")),o("p",{class:"qc-review-score"},si(t.score,r?.meaning??
"other")),o("h3",null,"Why it is suggested"),o("ul",{class:"qc-review-why"},l),o("p",{class:"qc-quiet"},`Suggested by ${zt(
t.engine)}${t.why?`; ${t.why.replace("no probability yet, ","")}`:""}.`),o("dl",{class:"qc-review-rules"},h("Include",n?.
include),h("Exclude",n?.exclude)),t.first&&e?o("p",{class:"qc-hint"},M("eye"),` You are not done with ${t.document}: tha\
t suggestions were seen there is noted, and its pass will not count as blind.`):null),c&&this.card.focus({preventScroll:!0})}#o(t){
this.text?.reveal(t[0][0],t[0][1],{nearest:!0}),this.text?.highlights.show("lit",t),setTimeout(()=>this.text?.highlights.
show("lit",[]),1500)}#r(){let t=(r,c,l,h={})=>p(r,c,{keys:l,...h}),e=(r,c)=>o("span",null,r,o("kbd",{"aria-hidden":"true"},
c)),s=[["Accept","a",()=>this.#a("accept"),"qc-main"],["Reject","r",()=>this.#a("reject"),""],["Revise","e",()=>this.#g(),
""],["Skip","s",()=>this.#b(),""]],i=[["Reject with a reason","R",()=>this.#p()],["Back","b",()=>this.#q()],["Undo","z",
()=>this.#k()],["Open text","o",()=>this.#v()],["Definition","d",()=>this.#w()],["Memo","m",()=>this.#$()]],n=(r,c,l,h)=>{
let d=t(r,l,c,{class:h});return m(d,e(r,c)),d};this.buttons=o("div",{class:"qc-review-buttons"},o("div",{class:"qc-toolb\
ar"},s.map(([r,c,l,h])=>n(r,c,l,h))),o("div",{class:"qc-toolbar"},i.map(([r,c,l])=>n(r,c,l,"qc-small qc-review-more")))),
m(this.foot,this.buttons)}#d(){let{queue:t}=this;this.numbers=o("p",{class:"qc-review-numbers"}),this.meter=o("progress",
{"aria-label":"Decided",max:"1",value:"0"});let e=(i,n,r)=>{let c=o("select",{"aria-label":i,title:i,on:{change:()=>r(c.
value)}},n.map(([l,h])=>o("option",{value:l},h)));return c};this.selects={order:e("Order",Ae,i=>t.choose({order:i})),by:e(
"One after the other",Me,i=>t.choose({by:i})),code:e("Only this code or theme",[],i=>t.choose({code:i})),document:e("Onl\
y this document",[],i=>t.choose({document:i}))},this.hide=o("input",{type:"checkbox",on:{change:()=>t.choose({blind:this.
hide.checked})}}),this.refitButton=p("New scores",()=>this.#S(),{class:"qc-small",keys:"u"}),this.leave=p("Leave the sam\
ple",()=>t.endSample(),{class:"qc-small"}),this.held=p("",()=>this.#x(),{class:"qc-small",icon:"hidden"});let s=S("choic\
es");this.choices=o("div",{class:"qc-review-choices",id:s,hidden:!0},Object.values(this.selects),o("label",{class:"qc-re\
view-hide"},this.hide,"Hide suggestions until I am done with a document"),o("div",{class:"qc-toolbar qc-review-actions"},
p("Accept many …",()=>t.told?di(this.app,t):null,{class:"qc-small"}),p("New suggestions …",()=>Le(this.app,t),{class:"\
qc-small"}))),this.chooser=p("",()=>this.#l(this.choices.hidden),{class:"qc-small qc-review-chooser",icon:"filter",keys:"\
f","aria-expanded":"false","aria-controls":s}),m(this.bar,o("div",{class:"qc-review-progress"},this.meter,this.numbers),
this.chooser,o("div",{class:"qc-toolbar qc-review-actions"},this.held,this.leave,this.refitButton,p("Progress",()=>this.#x(),
{class:"qc-small",keys:"p"})),this.choices)}#l(t){let e=this.choices?.contains(document.activeElement);!this.choices||!this.
chooser||(this.choices.hidden=!t,this.chooser.setAttribute("aria-expanded",String(t)),t?this.selects?.order.focus():e&&this.
chooser.focus())}#u(){let{queue:t,app:e}=this,{told:s,session:i,selects:n}=t.told?{...t,selects:this.selects}:{told:null,
session:t.session,selects:this.selects};if(this.bar.hidden=!s||!s.ever,!s||!n)return;let r=i.accept+i.reject+i.revise,c=t.
code||t.document,l=t.sample,h=(t.current?1:0)+t.ahead.length+t.later.length;m(this.numbers,l?`Sample: ${l.n-h} of ${l.n}\
 decided`:[`${s.decided.toLocaleString("en")} decided, ${s.open.toLocaleString("en")} open`,c?` (${s.matching.toLocaleString(
"en")} here)`:"",r?` · ${r} in this session`:""]),this.meter.max=Math.max(1,l?l.n:s.decided+s.open),this.meter.value=l?
l.n-h:s.decided;let d=(y,v,$)=>{let x=JSON.stringify(v);y.dataset.key!==x&&(y.dataset.key=x,m(y,v.map(([A,j])=>o("option",
{value:A},j)))),y.value=$};n.order.value=t.order,n.by.value=t.by;let u=new Map;for(let[y,[v]]of Object.entries(s.codes))
for(let $=e.codes.get(y);$;$=$.parent?e.codes.get($.parent):void 0)u.set($.code,(u.get($.code)??0)+v);let f=y=>{let v=0;
for(let $=e.codes.get(y)?.parent;$;$=e.codes.get($)?.parent)v+=1;return v};d(n.code,[["","All codes"],...[...e.codes.values()].
filter(y=>u.get(y.code)||y.code===t.code).map(y=>[y.code,`${" ".repeat(f(y.code))}${y.name} (${u.get(y.code)??0})`])],
t.code),d(n.document,[["","All documents"],...e.documents.filter(y=>s.documents[y.document]||y.document===t.document).map(
y=>[y.document,`${y.document} (${s.documents[y.document]??0})`])],t.document),this.hide.checked=t.blind===!0,l&&!this.choices?.
hidden&&this.#l(!1),this.chooser&&(this.chooser.disabled=!!l),this.leave.hidden=!l;let g=Ae.find(([y])=>y===t.order)?.[1]??
"",w=t.by?Me.find(([y])=>y===t.by)?.[1].toLocaleLowerCase():"",q=l?["A sample of",l.asked].join(" "):[g,w,t.code?e.nameOf(
t.code):"all codes",t.document||"all documents",t.blind?"finished ones only":""].filter(Boolean).join(" · ");m(this.chooser,
M("filter"),o("span",{class:"qc-unseen"},"Order and choice: "),o("span",{class:"qc-review-chosen",dir:"auto"},q));let k=s.
hidden.reduce((y,v)=>y+v.open,0)+s.audit+s.left_out;this.held.hidden=!k,m(this.held,M("hidden"),`${k.toLocaleString("en")}\
 not shown`),this.refitButton.disabled=this.fitting,m(this.refitButton,this.fitting?"Computing …":`New scores (${b(s.mine,
"decision")} of yours)`),this.refitButton.hidden=!!l||!this.fitting&&(s.mine<Un||!s.open)}#f(){let{queue:t,app:e}=this,{
told:s,fault:i,sample:n}=t,r=s?s.hidden.reduce((w,q)=>w+q.open,0):0,c=t.mustAsk?"ask":n?"sampled":i&&!s?"fault":!s||t.asking||
t.complete===!1?"loading":s.ever?t.code||t.document?"filtered":r?"hidden":"done":e.codes.size?"none":"book";i&&c==="load\
ing"&&!t.asking&&(this.mode="");let l=this.mode;this.mode=i&&c==="loading"&&!t.asking?"fault":c;let h=document.activeElement,
d=[this.stage,this.side].some(w=>w.contains(h));if(this.stage.hidden=!0,this.side.hidden=!0,this.whole.hidden=!1,this.text?.
destroy(),this.text=null,l===this.mode&&(c==="none"||c==="sampled"||c==="ask"))return;(d||this.whole.contains(h))&&(this.
asked=!0,this.whole.closest(".qc-main-view")?.focus({preventScroll:!0}));let u=(...w)=>m(this.whole,o("div",{class:"qc-e\
mpty qc-review-empty"},w)),f=(w,q,k="")=>p(w,q,{class:k}),g=(...w)=>o("div",{class:"qc-toolbar"},w);if(this.mode==="load\
ing")m(this.whole,o("p",{class:"qc-loading",role:"status"},"Looking for suggestions …"));else if(this.mode==="fault")u(
o("h2",null,"The suggestions cannot be read"),o("p",null,i),g(f("Try again",()=>t.load(),"qc-main")));else if(this.mode===
"ask"){let w=s.unread.length;u(o("h2",null,"Before you look"),o("p",null,`There are suggestions in ${b(w,"document")} th\
at you are not done with. Whoever has seen suggestions does not code a document blind any more; that is noted for each d\
ocument as soon as one is shown, and its pass will say so.`),g(f("Show all suggestions",()=>t.choose({blind:!1}),"qc-mai\
n"),f("Only of documents I am done with",()=>t.choose({blind:!0}))),o("p",{class:"qc-hint"},"You can change this above a\
t any time.")),[document.body,this.whole.closest(".qc-main-view")].includes(document.activeElement)&&this.whole.querySelector(
"button")?.focus()}else if(this.mode==="sampled")je(e,t,this.whole);else if(this.mode==="book")u(o("h2",null,"No codeboo\
k yet"),o("p",null,"Suggestions are made for the codes of the codebook. Make some codes first, with a definition each."),
g(f("Open the codebook",()=>e.go("codebook"),"qc-main")));else if(this.mode==="none"){let w=Ne(e,t),q=o("div",{role:"sta\
tus"}),k=p("Look for suggestions",async()=>{k.disabled=!0,m(q,o("p",null,"Looking through all documents …"));try{let y=await w.
run();e.say(ct(y).join(" ")),k.isConnected&&m(q,ct(y).map(v=>o("p",null,v)))}catch(y){m(q,o("p",{class:"qc-fault"},y.message))}finally{
k.disabled=!1}},{class:"qc-main"});m(this.whole,o("div",{class:"qc-review-first"},o("h2",null,"No suggestions yet"),o("p",
null,"A program can go through all documents and propose where a code may fit. You decide on every proposal; nothing is \
coded without you."),w.element,g(k,f("Code by hand",()=>e.go("code"))),q))}else if(this.mode==="filtered")u(o("h2",null,
"Nothing open here"),o("p",null,`Nothing is open for ${[t.code?e.nameOf(t.code):"",t.document].filter(Boolean).join(" in\
 ")}.`),g(f("Show all suggestions",()=>t.choose({code:"",document:""}),"qc-main")));else if(this.mode==="hidden"){let w=s.
hidden.some(q=>q.why==="wanted");u(o("h2",null,"Suggestions wait until you are done"),pt(s).map(q=>o("p",null,q)),o("p",
null,"Code one of these documents, say that you are done with it, and its suggestions are shown here:"),o("ul",{class:"q\
c-review-waiting"},s.hidden.slice(0,12).map(q=>o("li",null,f(q.document,()=>e.jump(q.document))))),w?g(f("Show them all \
the same",()=>t.choose({blind:!1}))):null)}else{let w=t.run,q=pt(s);u(M("check"),o("h2",null,"Everything is decided"),o(
"p",null,s.decided?`You have decided on ${b(s.decided,"suggestion")}${t.session.accept+t.session.reject+t.session.revise?
`: in this session ${t.session.accept} accepted, ${t.session.reject} rejected, ${t.session.revise} revised`:""}.`:"Nothi\
ng is open for you."),q.map(k=>o("p",null,k)),w&&!w.new?ct(w).map(k=>o("p",null,k)):null,g(f("Look for new suggestions …",
()=>Le(e,t),"qc-main"),f("Go on coding",()=>e.go("code")),f("See the tables",()=>e.go("tables"))),this.queue.trail.length?
o("p",{class:"qc-hint"},o("kbd",null,"b")," goes back to the one before, ",o("kbd",null,"z")," takes the last decision b\
ack."):null)}l!==this.mode&&this.#m(this.whole.querySelector("h2")?.textContent??"")}#m(t){let e=this.did&&t?`${this.did}\
. `:"";t&&(this.did=""),m(this.live,C(e+t))}#c(){return this.mode==="one"&&!this.queue.mustAsk?this.queue.shown:null}#a(t,e=""){
!this.#c()||!this.#h()||(this.#y(),this.did=t==="accept"?"Accepted":"Rejected",this.queue.decide(t,{reason:e}))}#h(){return this.
app.session.read_only?(this.app.say(`Nothing can be decided: the study is open for reading only (${this.app.session.read_only}\
).`,"error"),!1):!0}#p(){let t=this.#c();!t||!this.#h()||ri(this.app,t,this.reasons,e=>{this.queue.shown===t&&(e&&(this.
reasons=[e,...this.reasons.filter(s=>s!==e)].slice(0,Kn)),this.#a("reject",e))})}#g(){let t=this.#c();!t||!this.text||this.
revise||!this.#h()||(this.revise=new Gt(this.foot,this.app,this.text,t,{save:e=>{this.#y(),this.did="Revised",this.queue.
decide("revise",e)},leave:()=>this.#y(!0)}),this.buttons.hidden=!0,this.side.classList.add("qc-revising"),this.reviseKeys=
this.app.keys.add(this.revise.bindings()))}#y(t=!1){if(!this.revise)return;let e=this.revise.element.contains(document.activeElement);
this.reviseKeys?.(),this.revise.destroy(),this.revise=null,this.buttons.hidden=!1,this.side.classList.remove("qc-revisin\
g"),e&&this.card.focus({preventScroll:!0}),t&&this.text?.clear()}#b(){let t=this.#c();if(!t)return;let e=!this.queue.ahead.
length&&!this.queue.back&&this.queue.complete;this.queue.skip(),e&&this.queue.shown===t?this.app.say("This is the only o\
ne that is left."):this.queue.again&&this.queue.shown&&!this.queue.back&&m(this.live,`The ones you skipped come again. ${this.
live.textContent}`)}#q(){this.queue.goBack()||this.app.say("There is none before.")}#k(){let t=this.queue.done.at(-1);t?
t.kind==="many"?Ie(this.app,this.queue):(this.did=t.kind==="decision"?"Taken back":"",this.queue.undo(),t.kind==="memo"&&
this.app.say("The memo is taken back.")):this.app.say("Nothing that was decided here can be undone.")}#v(){let t=this.#c();
t&&this.app.jump(t.document,t.start,t.end)}#w(){let t=this.#c();t&&ci(this.app,this.revise?.box.code??t.code)}#$(){let t=this.#c(),
e=t&&this.queue.textOf(t);t&&e&&this.#h()&&ai(this.app,t,e.printed(t.start,t.end),this.queue)}#x(){let{queue:t}=this;t.told&&
li(this.app,t,t.sample||!t.told.since||this.app.session.read_only?null:()=>{this.#S()})}async#S(){this.fitting||!this.queue.
told?.ever||await hi(this.app,this.queue,t=>{this.fitting=t,this.#u()})}async#O(){let{item:t,text:e}=this;if(!t||!e||this.
revise||!this.app.saved)return;(await this.queue.refreshText(t)).length&&this.text===e&&e.refresh()}#E(){this.item&&!this.
revise&&this.#n(this.item,this.queue.textOf(this.item)),this.text?.refresh()}#M(){let t="Review",e=()=>this.mode==="one"&&
!this.revise,s=()=>this.queue.told!==null&&!this.revise;return[{keys:"a",words:"accept",when:e,repeat:!1,run:()=>this.#a(
"accept"),group:t},{keys:"r",words:"reject",when:e,repeat:!1,run:()=>this.#a("reject"),group:t},{keys:"R",words:"reject,\
 with a reason",when:e,repeat:!1,run:()=>this.#p(),group:t},{keys:"e",words:"revise: other words, another code, or both",
when:e,repeat:!1,run:()=>this.#g(),group:t},{keys:"s",words:"skip; it comes again at the end",when:e,repeat:!1,run:()=>this.#b(),
group:t},{keys:"b",words:"back to the one before",when:s,run:()=>this.#q(),group:t},{keys:"z or Mod+z",words:"take the l\
ast decision back",when:s,repeat:!1,run:()=>this.#k(),group:t},{keys:"o",words:"open it in the text",when:e,run:()=>this.#v(),
group:t},{keys:"d",words:"read the definition",when:e,run:()=>this.#w(),group:t},{keys:"m",words:"write a memo on it",when:e,
run:()=>this.#$(),group:t},{keys:"+",words:"show more of the text",when:e,run:()=>this.#i(),group:t},{keys:"f",words:"ch\
oose order, codes and documents",when:s,run:()=>this.#l(!0),group:t},{keys:"Escape",words:"close order and choice",when:()=>!this.
choices?.hidden&&!this.revise&&!!this.choices?.contains(document.activeElement),typing:!0,run:()=>this.#l(!1),group:t},{
keys:"u",words:"compute new scores from what is decided",when:s,repeat:!1,run:()=>{this.#S()},group:t},{keys:"p",words:"\
show the progress",when:()=>s()&&!!this.queue.told?.ever,run:()=>this.#x(),group:t}]}},wi={id:"review",label:"Review",key:"\
g r",mount(a,t,e){return new Re(a,t,e)}};var Hn=matchMedia("(max-height: 34rem)"),yi=200,Fn=15e4,Jn=50,De={words:"the words found",sentence:"the sentence",whole:"\
the whole turn"},Pe={words:["place","places"],sentence:["sentence","sentences"],whole:["turn","turns"]},bi={words:"Words",
lemma:"Words in all forms",regex:"Regular expression"},Yn={words:"* stands for any letters, ? for one, several words for\
 a phrase: sustainab*   social value   well-being",lemma:"measure also finds measures, measured, measuring",regex:"As in\
 Python: \\bKPIs?\\b   £\\d+"},ki=new WeakMap,Be=class{constructor(t,e,s){this.app=e,this.kept=ki.get(e)??{asked:{words:"",
kind:"words",case:!1,interviewers:!1,document:"",where:{}},told:null,chosen:new Set,what:"whole",code:void 0,row:0,patterns:[]},
ki.set(e,this.kept),this.number=0,this.asking=0,this.timer=null,this.fresh=null,this.destroyed=!1,this.busy=!1,this.picker=
new _(e,{label:"Code",above:!0,codes:()=>[...e.codes.values()].filter(u=>u.applicable),value:this.kept.code,changed:u=>{
this.kept.code=u,this.#w()},leave:()=>this.#g(this.kept.row),enter:()=>{this.code()}});let{asked:i}=this.kept,n=S("hint");
this.words=o("input",{type:"search","aria-label":"Look for",placeholder:"Look for words","aria-describedby":n,autocomplete:"\
off",spellcheck:"false",dir:"auto",value:i.words}),this.kind=o("select",{"aria-label":"How it is meant",on:{change:()=>this.#e()}},
Object.entries(bi).map(([u,f])=>o("option",{value:u},f))),this.kind.value=i.kind,this.case=this.#t("Capitals count",i.case),
this.interviewers=this.#t("Interviewers, too",i.interviewers),this.hint=o("p",{class:"qc-hint",id:n}),this.document=o("s\
elect",{"aria-label":"Document"}),this.filters=o("div",{class:"qc-search-filters"}),this.where={},this.patterns=o("p",{class:"\
qc-toolbar qc-search-patterns",hidden:!0}),this.head=o("p",{class:"qc-search-told",role:"status"}),this.body=o("tbody",null),
this.all=o("input",{type:"checkbox","aria-label":"Choose all that are shown",on:{change:()=>this.chooseAll(this.all.checked)}});
let r=(u,f)=>o("th",{scope:"col",class:`qc-kwic-${u}`},f),[c,l]=[r("left","Before"),r("right","After")];this.heads={left:c,
right:l,row:o("tr",null,r("box",[this.all,o("span",{class:"qc-unseen qc-kwic-all","aria-hidden":"true"},"All that are sh\
own")]),r("place","Place"),c,r("hit","Found"),l,r("codes","Your codes"))},this.table=o("table",{class:"qc-kwic",hidden:!0},
o("caption",{class:"qc-unseen"},"Places found, each with the words before and after it"),o("thead",null,this.heads.row),
this.body),this.pager=o("nav",{class:"qc-toolbar qc-search-pages","aria-label":"Pages of places found"}),this.empty=o("d\
iv"),this.bar=o("section",{class:"qc-search-bar qc-chrome","aria-label":"Code what was found",hidden:!0}),t.append(o("di\
v",{class:"qc-search"},o("form",{class:"qc-search-form qc-chrome",role:"search",on:{submit:u=>{u.preventDefault(),this.search()}}},
o("h2",{class:"qc-unseen"},"Search"),o("div",{class:"qc-search-line"},o("div",{class:"qc-filter"},M("search"),this.words),
this.kind,o("button",{type:"submit",class:"qc-button qc-main"},"Search")),this.hint,o("div",{class:"qc-search-line"},this.
filters,this.case.element,this.interviewers.element),this.patterns),o("div",{class:"qc-pane qc-search-found",tabindex:"-\
1"},this.head,this.table,this.empty,this.pager),this.bar)),this.found=t.querySelector(".qc-search-found"),this.body.addEventListener(
"change",u=>this.#c(u)),this.body.addEventListener("click",u=>this.#a(u)),this.body.addEventListener("mousedown",u=>{u.shiftKey&&
u.preventDefault()}),this.#k();let h="Search",d=()=>!!this.kept.told?.hits.length;this.offs=[e.on("documents",()=>this.#i()),
e.on("codebook",()=>this.#l()),e.on("counts",()=>this.#n()),e.keys.add([{keys:"/",words:"look for something else",run:()=>{
this.words.focus(),this.words.select()},group:h},{keys:"ArrowDown or j",words:"next place",run:u=>this.#y(1,u),when:d,group:h},
{keys:"ArrowUp or k",words:"place before",run:u=>this.#y(-1,u),when:d,group:h},{keys:"Shift+ArrowDown",words:"choose it \
and go on",run:()=>this.#b(1),when:d,group:h},{keys:"Shift+ArrowUp",words:"choose it and go back",run:()=>this.#b(-1),when:d,
group:h},{keys:"a",words:"choose all that are shown, or none",run:()=>this.chooseAll(this.kept.chosen.size<this.kept.told.
hits.length),when:d,group:h},{keys:"o",words:"go to the place in the text",run:()=>this.#q(this.#p()),when:d,group:h},{keys:"\
w",words:"how much to code: words, sentence or turn",run:()=>this.#S(),when:d,group:h},{keys:"c",words:"choose the code",
run:()=>this.picker.focus(),when:d,group:h},{keys:"Mod+Enter",words:"put the code on what is chosen",run:()=>{this.code()},
when:d,repeat:!1,group:h},{keys:"PageDown or ]",words:"next page",run:()=>this.#m(1),when:d,group:h},{keys:"PageUp or [",
words:"page before",run:()=>this.#m(-1),when:d,group:h},...et(e,h,()=>this.search(this.kept.told?.offset??0,{quiet:!0}))])],
this.#e(),this.#i(),this.#s(),s?.code||s?.words?this.params(s):this.kept.told?(this.draw(),this.#g(this.kept.row)):(this.
draw(),(document.activeElement===document.body||document.activeElement===t)&&this.words.focus())}destroy(){this.destroyed=
!0,clearTimeout(this.timer),clearTimeout(this.fresh);for(let t of this.offs)t()}params(t){let{app:e,kept:s}=this,i=e.codes.
get(t?.code??"");i?(i.applicable&&(s.code=i.code,this.picker.set(i.code)),s.patterns=[...i.patterns],this.words.value=i.
patterns[0]??i.name,this.kind.value="words",this.#e(),this.search()):t?.words&&(this.words.value=t.words,bi[t.kind]&&(this.
kind.value=t.kind),this.#e(),this.search())}#t(t,e){let s=S("check"),i=o("input",{type:"checkbox",id:s});return i.checked=
e,{element:o("span",{class:"qc-search-check"},i,o("label",{for:s},t)),input:i}}#e(){this.hint.textContent=Yn[this.kind.value]??
"",this.case.element.hidden=this.kind.value==="lemma"}#i(){let{app:t}=this,e=this.document.childElementCount?this.document.
value:this.kept.asked.document;m(this.document,o("option",{value:""},"All documents"),t.documents.map(s=>o("option",{value:s.
document},s.title&&s.title!==s.document?`${s.document}: ${s.title}`:s.document))),this.document.value=t.documents.some(s=>s.
document===e)?e:"",this.filters.childElementCount||m(this.filters,this.document)}async#s(){let t={role:["Role","All role\
s"],case:["Case","All cases"],phase:["Phase","All phases"],kind:["Kind of document","All kinds"]};try{let e=await this.app.
read("search_choices");for(let[s,i]of Object.entries(e)){let[n,r]=t[s]??[s,"All"],c=o("select",{"aria-label":n},o("optio\
n",{value:""},r),i.map(l=>o("option",{value:l},l)));c.value=i.includes(this.kept.asked.where[s])?this.kept.asked.where[s]:
"",this.where[s]=c,this.filters.append(c)}}catch(e){this.app.sorry(e)}}async search(t=0,e={}){let{app:s,kept:i}=this;e.quiet||
(i.asked={words:this.words.value,kind:this.kind.value,case:this.case.input.checked,interviewers:this.interviewers.input.
checked,document:this.document.value,where:Object.fromEntries(Object.entries(this.where).map(([h,d])=>[h,d.value]))});let{
asked:n}=i;if(!n.words.trim()){e.quiet||this.words.focus();return}let r=++this.number,c=Object.fromEntries(Object.entries(
n.where).filter(([,h])=>h).map(([h,d])=>[h,[d]])),l={words:n.words,kind:n.kind,case:n.kind!=="lemma"&&n.case,interviewers:n.
interviewers,documents:n.document?[n.document]:[],where:c,offset:t,limit:yi};e.quiet||(this.table.setAttribute("aria-bus\
y","true"),this.timer=setTimeout(()=>r===this.number&&m(this.head,"Looking …"),250));try{let h=await s.read("search",l,
{patience:Fn});if(r!==this.number)return;let d=e.quiet&&i.told&&i.told.hits.length===h.hits.length;if(i.told=h,d||(i.chosen.
clear(),i.row=0),this.destroyed)return;d?this.#l():(this.draw(),this.found.scrollTop=0,!e.quiet&&h.hits.length&&(Hn.matches&&
s.transport.home==="page"&&this.head.scrollIntoView({block:"start"}),this.#g(0)))}catch(h){if(r!==this.number||e.quiet||
this.destroyed)return;i.told=null,i.chosen.clear(),this.draw(),m(this.head,o("span",{class:"qc-bad"},h.message??String(h))),
h.found===void 0&&s.sorry(h),this.words.focus()}finally{clearTimeout(this.timer),this.table.removeAttribute("aria-busy")}}#n(){
clearTimeout(this.fresh),this.kept.told?.hits.length&&this.kept.asked.kind!=="regex"&&(this.fresh=setTimeout(()=>this.search(
this.kept.told?.offset??0,{quiet:!0}),500))}draw(){let{kept:t,app:e}=this,{told:s}=t,i=s?.hits??[];if(this.table.hidden=
!i.length,this.bar.hidden=!i.length||!!e.session.read_only,m(this.body,i.map((n,r)=>this.#r(n,r))),this.#o(),m(this.empty),
s){let n=s.offset+1,r=s.total>i.length?`, ${n.toLocaleString("en")} to ${(s.offset+i.length).toLocaleString("en")} shown`:
"";m(this.head,s.total?`${b(s.total,"place")}${r}`:""),s.total||m(this.empty,o("div",{class:"qc-empty"},o("h3",null,"Not\
hing found"),o("p",null,t.asked.kind==="words"?"Perhaps with a * at the end of the word, or with its other forms (“Words\
 in all forms”)?":"Nobody says it, in the turns that were searched."),t.asked.interviewers?null:o("p",null,"What inter\
viewers say is left out unless “Interviewers, too” is on.")))}else m(this.head),m(this.empty,o("div",{class:"qc-empt\
y"},o("h2",null,"Every place where something is said"),o("p",null,"Look for words: each place is shown with what stands \
before and after it. Choose places, and put a code on them: on the words, the sentence or the turn.")));this.#u(),this.#f(),
this.#w()}#o(){let t=new Set([...this.body.children].map(s=>s.dataset.dir)),e=t.size>1;this.heads.row.dataset.dir=t.size===
1&&t.has("rtl")?"rtl":"ltr";for(let[s,i,n]of[[this.heads.left,"Before","Left"],[this.heads.right,"After","Right"]])m(s,o(
"span",{class:e?"qc-unseen":""},i),e?o("span",{"aria-hidden":"true"},n):null)}#r(t,e){let[s,i,n,r,c]=["at","left","found",
"right","codes"].map(S),l=o("input",{type:"checkbox","aria-label":`Choose place ${e+1}: ${t.match}`,"aria-describedby":[
s,i,n,r,c].join(" "),tabindex:e===this.kept.row?"0":"-1",data:{place:e}});l.checked=this.kept.chosen.has(e);let h=[t.speaker,
t.role&&t.role!==t.speaker?t.role:""].filter(Boolean).join(", "),d=Gn(`${t.left}${t.match}${t.right}`);return o("tr",{data:{
place:e,dir:d},class:l.checked?"qc-chosen":""},o("td",{class:"qc-kwic-box"},l),o("td",{class:"qc-kwic-place",id:s},o("bu\
tton",{type:"button",class:"qc-link",tabindex:"-1",title:[t.case,h].filter(Boolean).join(" · ")||null,"aria-label":`${t.
document}, turn ${t.turn}: go to the text`,data:{open:e}},t.document),o("span",{class:"qc-kwic-who"},h)),o("td",{class:"\
qc-kwic-left",id:i},o("div",null,o("span",{dir:d},t.left))),o("td",{class:"qc-kwic-hit",id:n},o("mark",{dir:d},t.match)),
o("td",{class:"qc-kwic-right",id:r},o("div",null,o("span",{dir:d},t.right))),o("td",{class:"qc-kwic-codes",id:c},this.#d(
t)))}#d(t){let{app:e}=this;return t.codes.map(s=>o("span",{class:"qc-kwic-code",data:{hue:e.hueOf(s)},title:e.nameOf(s)},
o("span",{class:"qc-letter","aria-hidden":"true"},e.letterOf(s)),o("span",null,e.nameOf(s))))}#l(){let{told:t}=this.kept;
[...this.body.children].forEach((e,s)=>{t?.hits[s]&&m(e.lastElementChild,this.#d(t.hits[s]))}),this.#x()}#u(){let{told:t}=this.
kept,e=t&&t.total>t.hits.length;if(this.pager.hidden=!e,!e){m(this.pager);return}let s=t.offset+t.hits.length;m(this.pager,
p("Page before",()=>this.#m(-1),{icon:"left",class:"qc-small",disabled:t.offset===0,keys:"["}),o("span",{class:"qc-count"},
`${(t.offset+1).toLocaleString("en")} to ${s.toLocaleString("en")} of ${t.total.toLocaleString("en")}`),p("Next page",()=>this.#m(
1),{icon:"right",class:"qc-small",disabled:s>=t.total,keys:"]"}))}#f(){let{patterns:t,code:e}=this.kept;this.patterns.hidden=
t.length<2,m(this.patterns,o("span",{class:"qc-hint"},e?`Patterns of ${this.app.nameOf(e)}:`:"Patterns:"),t.map(s=>p(s,()=>{
this.words.value=s,this.kind.value="words",this.#e(),this.search()},{class:"qc-small","aria-pressed":String(this.kept.asked.
words===s)})))}#m(t){let{told:e}=this.kept;if(!e)return!1;let s=e.offset+t*yi;if(s<0||s>=e.total)return!1;this.search(Math.
max(0,s)).then(()=>this.#g(0))}#c(t){let e=t.target;e.dataset.place!==void 0&&(this.#h(Number(e.dataset.place),e.checked),
this.#w())}#a(t){let e=t.target,s=e.closest("[data-open]");if(s){this.#q(Number(s.dataset.open));return}let i=e.closest(
"tr");if(!i||e.closest("input")||String(getSelection()??""))return;let n=Number(i.dataset.place);if(t.shiftKey){let[r,c]=[
Math.min(n,this.kept.row),Math.max(n,this.kept.row)];for(let l=r;l<=c;l++)this.#h(l,!0)}else this.#h(n,!this.kept.chosen.
has(n));this.#g(n),this.#w()}#h(t,e){e?this.kept.chosen.add(t):this.kept.chosen.delete(t);let s=this.body.children[t];s&&
(s.classList.toggle("qc-chosen",e),s.querySelector("input").checked=e)}chooseAll(t){for(let e=0;e<(this.kept.told?.hits.
length??0);e++)this.#h(e,t);this.#w()}#p(){let t=document.activeElement?.closest?.("tr[data-place]")??null;return t?Number(
t.dataset.place):this.kept.row}#g(t){let e=this.body.children;if(!e.length)return;let s=Math.max(0,Math.min(t,e.length-1));
e[this.kept.row]?.querySelector("input")?.setAttribute("tabindex","-1"),this.kept.row=s;let i=e[s].querySelector("input");
i.setAttribute("tabindex","0"),i.focus({preventScroll:!0}),e[s].scrollIntoView({block:"nearest"})}#y(t,e){if(e.target?.closest?.(
"select, .qc-search-bar"))return!1;let s=this.body.contains(document.activeElement);t<0&&s&&this.#p()===0?this.words.focus():
this.#g(s?this.#p()+t:this.kept.row)}#b(t){let e=this.#p();this.#h(e,!0),this.#g(e+t),this.#w()}#q(t){let e=this.kept.told?.
hits[t];e&&(this.kept.row=t,this.app.jump(e.document,e.start,e.end))}#k(){let{app:t,kept:e}=this;this.chosen=o("p",{class:"\
qc-search-chosen",role:"status"});let s=S("what");this.what=o("select",{id:s,on:{change:()=>{e.what=this.what.value,this.#w()}}},
Object.entries(De).map(([i,n])=>o("option",{value:i},n))),this.what.value=e.what,this.go=p("Choose places",()=>this.code(),
{class:"qc-main",keys:"Mod+Enter"}),this.already=o("span",{role:"status"}),this.keys=o("span",{hidden:!0},"Enter in the \
code box, or ",o("kbd",null,X("Mod+Enter"))," anywhere, puts it on."),this.told=o("p",{class:"qc-unseen",role:"status"}),
m(this.bar,this.chosen,o("div",{class:"qc-field"},o("label",{for:s},"How much"),this.what),this.picker.element,this.go,o(
"p",{class:"qc-hint qc-search-already"},this.already," ",this.keys),this.told)}#v(){let{kept:t}=this,e=new Map;for(let s of[
...t.chosen].sort((i,n)=>i-n)){let i=t.told?.hits[s];if(!i)continue;let[n,r]=t.what==="words"?[i.start,i.end]:i[t.what];
e.set(`${i.document}
${n}
${r}`,{document:i.document,version:i.version,start:n,end:r})}return[...e.values()]}#w(){let{kept:t}=this,e=t.chosen.size,
s=t.told?.hits.length??0;this.all.checked=!!s&&e===s,this.all.indeterminate=e>0&&e<s;let i=this.#v(),[n,r]=Pe[t.what],c=e&&
i.length!==e?` in ${b(i.length,n,r)}`:"";this.chosen.textContent=e?`${b(e,"place")} chosen${c}`:"No place is chosen",this.#$(
i.length),this.#x()}#$(t){let{kept:e,app:s}=this,[i,n]=Pe[e.what],r=e.code?s.nameOf(e.code):"",c=e.chosen.size?r?`Code ${b(
t,i,n)} with ${r}`:"Choose a code":"Choose places";m(this.go,c);let l=!!(e.chosen.size&&r&&t);this.go.setAttribute("aria\
-disabled",String(!l)),this.keys.hidden=!l}async#x(){let{kept:t,app:e}=this,s=++this.asking;this.already.textContent="";
let i=this.#v();if(!(!i.length||!t.code))try{let n=await e.read("code_many_what",{items:i,code:t.code});if(s!==this.asking||
this.destroyed)return;this.#$(n.new),n.stood&&(this.already.textContent=n.new?`${n.stood.toLocaleString("en")} of ${i.length.
toLocaleString("en")} carry it already and stay as they are.`:"All of them carry it already.")}catch(n){s===this.asking&&
(this.already.textContent=n.message)}}#S(){let t=Object.keys(De);this.kept.what=t[(t.indexOf(this.kept.what)+1)%t.length],
this.what.value=this.kept.what,this.#w(),this.told.textContent=`What is coded: ${De[this.kept.what]}`}async code(){let{kept:t,
app:e}=this,s=this.#v();if(!s.length){e.say("Choose places first: press Space on a place, or a for all.");return}let{code:i,
what:n}=t;if(!i){e.say("Choose the code for them."),this.picker.focus();return}if(this.busy)return;this.busy=!0;let[r,c]=Pe[n],
l=e.nameOf(i);try{if(s.length>Jn){let f=await e.read("code_many_what",{items:s,code:i});if(!await T(e,`Code ${b(f.new,r,
c)} with ${l}?`,`They are in ${b(f.documents,"document")}. You say of all of them that ${l} applies. One undo takes them\
 back together.`,"Code them"))return}let h=await e.write("code_many",{items:s,code:i},`${l} on ${b(s.length,r,c)}`),d=h?.
codings?.length??s.length,u=()=>this.search(t.told?.offset??0,{quiet:!0});U(e,d?`${l} put on ${b(d,r,c)}${h?.stood?`; ${h.
stood} carried it already`:""}.`:`All of them carried ${l} already; nothing was coded twice.`,h?.act,u);for(let f of[...t.
chosen])this.#h(f,!1);this.destroyed||(this.#w(),this.#g(t.row)),await u()}catch(h){h.found===void 0&&e.sorry(h)}finally{
this.busy=!1}}};function Gn(a){let t=a.match(/\p{L}/gu)??[];return t.filter(s=>/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|\ud83a[\udc00-\udfff]/.
test(s)).length*2>t.length?"rtl":"ltr"}var vi={id:"search",label:"Search",key:"g s",mount(a,t,e){let s=new Be(a,t,e);return{
destroy:()=>s.destroy(),params:i=>s.params(i)}}};var We=[["participants","Participants"],["documents","Documents"],["turns","Turns"],["codings","Codings"],["words","Word\
s coded"]],Ue=[["n","Numbers"],["share","Shares in %"],["per_1000_words","Per 1,000 words"]],Ke=[["","Print every number"],
["threshold","Hide counts under 5, round to 5"],["ofqual","Ofqual: hide under 5, round to 5"],["hesa","HESA: round to 5"]],
Vt=new Set(["codings","words"]),qi=["interviewers","reflective","test","intervals"];function xi(a,t){let e=new Set(t),s=a.
columns===void 0?[t.includes("role")?"role":""]:ze(a.columns);s=[...new Set(s.filter(c=>e.has(c)))].slice(0,2);let i=We.
some(([c])=>c===a.unit)?a.unit:"participants",n=Ue.some(([c])=>c===a.measure)?a.measure:"n";n==="per_1000_words"&&!Vt.has(
i)&&(n="n");let r={};for(let[c,l]of Object.entries($i(a.where)??{}))e.has(c)&&Array.isArray(l)&&(r[c]=l.map(String));return{
rows:a.rows==="code"?"code":"theme",columns:s,unit:i,measure:n,where:r,coders:a.coders||"record",protect:Ke.some(([c])=>c===
a.protect)?a.protect??"":"",...Vn(qi.map(c=>[c,String(a[c])==="true"]))}}function Qt(a){let t={columns:JSON.stringify(a.
columns)};a.rows!=="theme"&&(t.rows=a.rows),a.unit!=="participants"&&(t.unit=a.unit),a.measure!=="n"&&(t.measure=a.measure),
Object.keys(a.where).length&&(t.where=JSON.stringify(a.where)),a.coders!=="record"&&(t.coders=a.coders),a.protect&&(t.protect=
a.protect);for(let e of qi)a[e]&&(t[e]="true");return t}function Vn(a){return Object.fromEntries(a)}function $i(a){if(typeof a!=
"string")return a??null;try{return JSON.parse(a)}catch{return null}}function ze(a){let t=$i(a);return Array.isArray(t)?t.
map(String):[]}function Si(a,t){return JSON.stringify(a)===JSON.stringify(t)}var Qn=12,Xt=class{constructor(t,e,s){this.app=t,this.known=e,this.change=s,this.element=o("form",{class:"qc-table-form",
"aria-label":"What the table counts",on:{submit:i=>i.preventDefault()}}),this.filters=o("div",{class:"qc-table-filters",
role:"group","aria-label":"Only"}),this.opened=!1}draw(t){this.asked=t;let{known:e,change:s}=this,n=e.attributes.map(f=>[
f,f]),r=document.activeElement?.dataset?.part,c=Ue.filter(([f])=>f!=="per_1000_words"||Vt.has(t.unit)),l=e.coders.map(f=>[
f,`${f} only`]),h=e.blind?l:[["record","Coding of record"],...l,["each","Each coder apart"],["any","All coders together"]],
[d="",u=""]=t.columns;m(this.element,o("div",{class:"qc-table-choices"},this.#t("Rows","rows",t.rows,[["theme","Themes"],
["code","Codes"]],f=>s({rows:f})),this.#t("By","columns",d,[["","Nothing: how often"],...n],f=>s({columns:f?[f,...u&&u!==
f?[u]:[]]:[]})),d?this.#t("and by","second",u,[["","Nothing more"],...n.filter(([f])=>f!==d)],f=>s({columns:f?[d,f]:[d]})):
null,this.#t("Count","unit",t.unit,We,f=>s({unit:f,...t.measure==="per_1000_words"&&!Vt.has(f)?{measure:"n"}:{}})),this.#t(
"Shown as","measure",t.measure,c,f=>s({measure:f})),this.#t("Codings of","coders",e.blind?e.coders[0]:t.coders,h,f=>s({coders:f}))),
o("div",{class:"qc-table-row"},this.filters,this.#e(t))),this.#i(t),r&&this.element.querySelector(`[data-part="${r}"]`)?.
focus()}#t(t,e,s,i,n){let r=S("choice"),c=i.some(([h])=>h===s)||s===void 0?i:[...i,[s,s]],l=o("select",{id:r,data:{part:e},
on:{change:()=>n(l.value)}},c.map(([h,d])=>o("option",{value:h},d)));return l.value=s??"",o("div",{class:"qc-field"},o("\
label",{for:r},t),l)}#e(t){let{change:e}=this,s=(r,c,l,h=!1)=>{let d=S("check"),u=o("input",{type:"checkbox",id:d,data:{
part:r},disabled:h,on:{change:()=>e({[r]:u.checked})}});return u.checked=t[r],o("div",{class:"qc-field qc-check"},u,o("l\
abel",{for:d},c),o("p",{class:"qc-hint"},l))},i=!t.columns.length,n=o("details",{class:"qc-table-more",on:{toggle:()=>this.
opened=n.open}},o("summary",{data:{part:"more"}},"More choices"),o("div",{class:"qc-table-choices"},s("intervals","Inter\
vals of 95 %","For shares of participants or turns, and for rates"),s("test","Test each row",i?"Choose columns first":"P\
eople with and without the code, dealt out by chance; takes a moment",i),s("interviewers","Interviewers' turns, too","Th\
ey stand outside of tables otherwise"),s("reflective","Reflective notes, too","The researcher's own voice"),this.#t("To \
hand out","protect",t.protect,Ke,r=>e({protect:r}))));return n.open=this.opened||t.intervals||t.test||t.interviewers||t.
reflective||!!t.protect,n}#i(t){let{change:e}=this,s=i=>Object.fromEntries(Object.entries(t.where).filter(([n])=>n!==i));
m(this.filters,Object.entries(t.where).map(([i,n])=>o("span",{class:"qc-table-filter"},p(`${i}: ${n.join(" or ")}`,()=>this.#s(
i),{class:"qc-small","data-part":`where-${i}`}),p(`Leave out the filter by ${i}`,()=>e({where:s(i)}),{icon:"close",bare:!0,
class:"qc-small"}))),p("Filter",()=>this.#s(null),{icon:"filter",class:"qc-small","data-part":"filter"}))}#s(t){let{app:e,
known:s,asked:i,change:n}=this,r=t??s.attributes.find(w=>!i?.where[w])??s.attributes[0],c=O("Only turns where",{kind:"se\
lect",value:r,options:s.attributes.map(w=>[w,w])}),l=o("fieldset",{class:"qc-field qc-table-values"}),h=o("input",{type:"\
search","aria-label":"Find a value",placeholder:"Find a value",on:{input:()=>d()}}),d=()=>{let w=h.value.toLocaleLowerCase();
for(let q of l.querySelectorAll("label"))q.hidden=!!w&&!q.textContent?.toLocaleLowerCase().includes(w)},u=0,f=async()=>{
let w=++u,q;try{q=await e.read("table_values",{attribute:c.input.value})}catch(y){g.wrong(y.message);return}if(w!==u)return;
let k=new Set(i?.where[c.input.value]??[]);h.value="",h.hidden=q.length<Qn,m(l,o("legend",null,`${c.input.value} is one \
of`),h,o("div",{class:"qc-table-values-list"},q.map(y=>o("label",{class:"qc-table-value"},Xn(y,k.has(y)),o("span",{dir:"\
auto"},y)))),q.length?null:o("p",{class:"qc-hint"},"It has no values."))},g=E(e,{title:"Filter",body:[c.element,l,o("p",
{class:"qc-hint"},"A filter also cuts the base: only these turns, and who said them, are counted at all. Several filters\
 hold at once.")],actions:[{label:"Use",run:()=>{let w=[...l.querySelectorAll("input[type=checkbox]")].filter(k=>k.checked).
map(k=>k.value);if(!w.length)throw new Error("Choose one value or more, or press Cancel.");let q={...i?.where,[c.input.value]:w};
t&&t!==c.input.value&&delete q[t],n({where:q})}}]});c.input.addEventListener("change",f),f()}};function Xn(a,t){let e=o(
"input",{type:"checkbox",value:a});return e.checked=t,e}function Ei(a,t){let e=[],s=t===a.length-1;return a[t].forEach((i,n)=>{!s&&n>0&&a.slice(0,t+1).every(c=>c[n]===c[n-1])?e[e.
length-1][0]+=1:e.push([1,i])}),e}var Zt=class{constructor(t,e,s){this.app=t,this.told=e,this.open=s,this.cells=[],this.
element=this.#t(),this.#i(this.cells[0]?.[0]),this.element.addEventListener("focusin",i=>{let n=i.target.closest("button");
n&&this.place(n)&&this.#i(n)})}#t(){let{told:t}=this,e=t.total!==null,s=t.heads.length,i=t.heads.map((c,l)=>o("tr",null,
l===0?o("th",{scope:"col",rowspan:s,class:"qc-cross-rows"},gt(t.level)):null,Ei(t.heads,l).map(([h,d])=>o("th",{scope:l<
s-1?"colgroup":"col",colspan:h>1?h:null,class:l<s-1?"qc-cross-group":"qc-number",dir:"auto"},Oi(d))),l===0&&e?o("th",{scope:"\
col",rowspan:s,class:"qc-number qc-cross-all",title:"Each counted once over all columns: not the sum"},t.total):null)),n=t.
rows.map(([c,l,h,d],u)=>(this.cells[u]=h.map((f,g)=>this.#e(u,g,f)),e&&this.cells[u].push(this.#e(u,null,d)),o("tr",null,
o("th",{scope:"row",title:this.app.codes.get(c)?.definition||null,data:{hue:this.app.hueOf(c)}},o("span",{class:"qc-lett\
er","aria-hidden":"true"},this.app.letterOf(c)),o("span",{dir:"auto"},l)),this.cells[u].map((f,g)=>o("td",{class:`qc-num\
ber ${e&&g===h.length?"qc-cross-all":""}`.trim()},f))))),r=t.foot.map(([c,l])=>o("tr",null,o("th",{scope:"row"},c),l.map(
h=>o("td",{class:"qc-number"},h)),e?o("td",{class:"qc-cross-all"}):null));return o("table",{class:"qc-table qc-cross"},o(
"caption",null,t.title),o("thead",null,i),o("tbody",null,n),r.length?o("tfoot",null,r):null)}#e(t,e,s){let{told:i}=this,
n=s===i.absent,r=e!==null&&i.silent[t][e];return o("button",{type:"button",tabindex:"-1",class:`qc-cell ${n?"qc-absent":
""} ${s==="0"||s==="0%"?"qc-zero":""}`.trim(),"aria-label":`${s}: ${i.rows[t][1]}, ${this.nameOf(e)}${r?", quotations he\
ld back":""}`,data:{row:t,column:e===null?"all":e},on:{click:()=>this.open(t,e)}},s)}nameOf(t){return t===null?"all colu\
mns":this.told.columns[t].map(Oi).join(" × ")}place(t){for(let e=0;e<this.cells.length;e++){let s=this.cells[e].indexOf(
t);if(s>=0)return[e,s]}return null}button(t,e){return this.cells[t]?.[e??this.cells[t].length-1]}get at(){return this.element.
contains(document.activeElement)?this.place(document.activeElement):null}move(t,e){let s=this.at;if(!s)return!1;let i=Math.
max(0,Math.min(this.cells.length-1,s[0]+t)),n=Math.max(0,Math.min(this.cells[i].length-1,s[1]+e));return this.cells[i][n].
focus(),!0}focus(){(this.cells.flat().find(t=>t.tabIndex===0)??this.cells[0]?.[0])?.focus()}mark(t,e=null){for(let s of this.
cells.flat())s.removeAttribute("aria-current");t!==null&&this.button(t,e)?.setAttribute("aria-current","true")}#i(t){for(let e of this.
cells.flat())e.tabIndex=e===t?0:-1}};function gt(a){return a.charAt(0).toUpperCase()+a.slice(1)}var Zn=/^(n|share)_(codings|turns|documents|participants|words)$|^(codings|words)_per_1000_words$/;
function Oi(a){let t=Zn.exec(a);return t?t[3]?`${gt(t[3])} per 1,000 words`:t[1]==="n"?gt(t[2]):`Share of ${t[2]}`:a}function Ai(a,t,e){
return o("table",{class:"qc-table qc-cross"},o("caption",null,a),o("thead",null,t.map((s,i)=>{let n=i===t.length-1;return o(
"tr",null,Ei(t,i).map(([r,c],l)=>l===0&&!c?o("td"):o("th",{scope:n?"col":"colgroup",colspan:r>1?r:null,class:l?"qc-numbe\
r":null},c)))})),o("tbody",null,e.map(([s,...i])=>o("tr",null,o("th",{scope:"row"},s),i.map(n=>o("td",{class:"qc-number"},
n))))))}var to=50,te=class{constructor(t,e,s){this.app=e,this.close=s,this.host=t,this.asking=0}async show(t,e,s){let i=++this.asking,
n=o("span",{class:"qc-count"});this.list=o("ol",{class:"qc-quotes-list",on:{focusin:l=>this.#e(l.target.closest("li butt\
on"))}}),this.more=o("div");let r=o("h2",{tabindex:"-1",class:"qc-quotes-title"},o("span",{dir:"auto"},e.label)," · ",o(
"span",{dir:"auto"},e.name));if(m(this.host,o("header",{class:"qc-quotes-head"},o("div",null,r,n),p("Close quotations",this.
close,{icon:"close",bare:!0,keys:"Escape"})),this.list,this.more),this.host.scrollTop=0,s&&r.focus({preventScroll:!0}),e.
absent){n.textContent="–",m(this.more,o("p",{class:"qc-quiet"},"There is no such combination in the study, or nobody h\
as read there for this code: the notes under the table say which. So there is no number, not even 0."));return}m(this.more,
o("p",{class:"qc-quiet",role:"status"},"Looking for the quotations …"));let c=async l=>{let h;try{h=await this.app.read(
"table_quotes",{asked:t,row:e.code,column:e.column,first:l,number:to})}catch(u){if(i!==this.asking)return;m(this.more,o(
"p",{class:"qc-fault",role:"alert"},u.message));return}if(i!==this.asking)return;if(h.held){m(this.more,o("p",{class:"qc\
-note"},h.held));return}if(n.textContent=b(h.total,"quotation"),!h.total){m(this.more,o("p",{class:"qc-quiet"},"No quota\
tion is behind this number."));return}this.list?.append(...h.quotes.map(u=>this.#t(u,e.code))),l||this.#e(this.list?.querySelector(
"li button"));let d=l+h.quotes.length;m(this.more,d<h.total?p(`Show more (${(h.total-d).toLocaleString("en")} left)`,()=>c(
d)):null),l?this.list?.children[l]?.querySelector("button")?.focus():s&&document.activeElement===r&&this.list?.querySelector(
"button")?.focus({preventScroll:!0})};await c(0)}#t(t,e){let s=[t.source,t.turn?`turn ${t.turn}`:"",t.code!==e?this.app.
nameOf(t.code):"",`coded by ${t.coder}`,t.key?"key quotation":""],i=()=>this.app.jump(t.document,t.start,t.end),n=S("quo\
te");return o("li",{data:{coding:t.coding}},o("blockquote",{class:"qc-said",dir:"auto",id:n},t.quotation),o("div",{class:"\
qc-quote-foot"},o("p",{class:"qc-quiet"},s.filter(Boolean).join(" · ")),p("Show in text",i,{class:"qc-small",tabindex:"\
-1","aria-describedby":n,"aria-label":`Show in text: ${[t.source,t.turn?`turn ${t.turn}`:""].filter(Boolean).join(", ")}`})))}move(t){
let e=[...this.list?.querySelectorAll("li button")??[]],s=e.indexOf(document.activeElement);if(s<0)return!1;let i=e[Math.
max(0,Math.min(e.length-1,s+t))];return i.focus(),i.closest("li")?.scrollIntoView({block:"nearest"}),!0}#e(t){if(t)for(let e of this.
list?.querySelectorAll("li button")??[])e.tabIndex=e===t?0:-1}clear(){this.asking+=1,this.host.replaceChildren(),this.list=
null}};var eo=[["xlsx","Excel, with the quotations"],["docx","Word"],["csv","CSV"],["html","Web page, with the quotations"],["m\
d","Markdown"],["tex","LaTeX"]],He=18e4,Mi={id:"tables",label:"Tables",key:"g t",mount(a,t,e){return new Fe(a,t,e)}},Fe=class{constructor(t,e,s){
this.app=e,this.wanted=s,this.asking=0,this.told=null,this.grid=null,this.asked=null,this.cell=null,this.main=o("div",{class:"\
qc-tables-main qc-pane"}),this.side=o("aside",{class:"qc-quotes qc-pane","aria-label":"Quotations",hidden:!0}),this.quotes=
new te(this.side,e,()=>this.#m()),this.top=o("div"),this.late=o("div",{role:"status"}),this.result=o("div",{class:"qc-ta\
bles-result"}),m(this.main,o("h2",{class:"qc-unseen"},"Tables"),this.top,this.late,this.result),t.append(o("div",{class:"\
qc-tables"},this.main,this.side));let i=()=>!!this.grid?.at,n=(r,c,l,h)=>({keys:r,words:c,when:i,run:()=>this.grid?.move(
l,h)});this.offs=[e.on("counts",()=>this.#r()),e.on("codebook",()=>this.#r()),e.on("settings",()=>this.#r()),e.keys.add(
[n("ArrowRight","next cell",0,1),n("ArrowLeft","cell before",0,-1),n("ArrowDown","cell below",1,0),n("ArrowUp","cell abo\
ve",-1,0),n("Home","first cell of the row",0,-1e6),n("End","last cell of the row",0,1e6),{keys:"Enter",words:"show the q\
uotations of the cell",when:i,run:()=>!1},{keys:"ArrowDown",words:"next quotation",when:()=>this.side.contains(document.
activeElement),run:()=>this.quotes.move(1)},{keys:"ArrowUp",words:"quotation before",when:()=>this.side.contains(document.
activeElement),run:()=>this.quotes.move(-1)},{keys:"Escape",words:"close the quotations, back to the cell",when:()=>!this.
side.hidden,run:()=>this.#m()},{keys:"t",words:"go to the table",when:()=>!!this.grid,run:()=>this.grid?.focus()},{keys:"\
u",words:"count again",when:()=>!!this.told,run:()=>this.#s(!0)}])],this.#t()}destroy(){this.asking+=1;for(let t of this.
offs)t()}params(t){this.wanted=t,this.known&&this.#e()}async#t(){m(this.result,o("p",{class:"qc-loading",role:"status"},
"Reading the study …"));try{this.known=await this.app.read("table_choices",{},{patience:He})}catch(t){m(this.result,o(
"p",{class:"qc-fault",role:"alert"},t.message),p("Try again",()=>this.#t()));return}this.form=new Xt(this.app,this.known,
t=>this.#i(t)),m(this.top,this.form.element),this.#e()}#e(){let t=xi(this.wanted,this.known.attributes);this.form?.draw(
t);let e=this.wanted.row?{code:String(this.wanted.row),column:this.wanted.cell?ze(this.wanted.cell):null}:null;if(this.asked&&
Si(this.asked,t)&&this.grid){this.#u(e);return}this.asked=t,this.#s(!1,e)}#i(t){this.asked&&this.app.go("tables",Qt({...this.
asked,...t}))}async#s(t,e=null){let{app:s,asked:i}=this,n=++this.asking,r=!!this.grid?.element.contains(document.activeElement);
t||(this.side.hidden=!0,this.quotes.clear(),this.cell=null),this.result.setAttribute("aria-busy","true");let c=setTimeout(
()=>m(this.late,o("p",{class:"qc-quiet"},"Counting …")),400),l;try{l=await s.read("table",{asked:i},{patience:He})}catch(d){
if(n!==this.asking)return;this.grid=null,this.told=null,m(this.result,o("div",{class:"qc-fault",role:"alert"},o("p",null,
d.message)));return}finally{clearTimeout(c),n===this.asking&&(m(this.late),this.result.removeAttribute("aria-busy"))}if(n!==
this.asking)return;if(l.choose){this.grid=null,this.told=null,this.#d(l.choose);return}this.told=l,this.#n();let h=this.
cell;t&&h&&this.grid?.button(h.row,h.column)&&this.grid.mark(h.row,h.column),r&&this.grid?.focus(),this.#u(e??(t&&h?null:
e),t)}#n(){let{told:t}=this;if(!t.rows.length||!t.columns.length){m(this.result,o("div",{class:"qc-empty"},o("h2",null,"\
Nothing to count yet"),o("p",null,t.rows.length?"No turn has a value here.":"The codebook holds no codes yet.")),this.#o()),
this.grid=null;return}this.grid=new Zt(this.app,t,(e,s)=>this.#l(e,s)),m(this.result,t.limited?o("p",{class:"qc-note qc-\
warn"},t.limited):null,o("p",{class:"qc-hint qc-tables-hint"},"Choose a number to read its quotations."),o("div",{class:"\
qc-scroll qc-cross-frame",role:"region","aria-label":"The table"},this.grid.element),t.parts.map(([e,s,i])=>o("div",{class:"\
qc-scroll",tabindex:"0",role:"region","aria-label":e},Ai(e,s,i))),this.#o(),this.#c())}#o(){let{told:t}=this;return o("s\
ection",{class:"qc-tables-notes","aria-label":"Notes"},o("h3",null,"Notes"),o("ul",null,[...t.notes,t.provenance].map(e=>o(
"li",{dir:"auto"},e))))}#r(){!this.told||this.app.act===this.told.act||m(this.late,o("p",{class:"qc-note"},"The study ha\
s changed since this was counted. ",p("Count again",()=>this.#s(!0),{class:"qc-small",keys:"u"})))}#d(t){let{app:e}=this,
s=(r,c,l)=>o("li",null,p(c,()=>this.#i({coders:r})),o("p",{class:"qc-hint"},l)),i=e.session.role!=="coder"&&!e.session.read_only,
n=o("select",{"aria-label":"Primary coder"},t.coders.map(r=>o("option",{value:r},r)));m(this.result,o("section",{class:"\
qc-tables-whose","aria-labelledby":"qc-whose"},o("h2",{id:"qc-whose"},"Whose codings are to be counted?"),o("p",null,`${gt(
t.found)}. Counting them together without saying so would count the same words twice.`),o("details",null,o("summary",null,
"Which documents"),o("ul",null,t.documents.map(([r,c])=>o("li",null,o("b",{dir:"auto"},r),`: ${c}`)))),o("ul",{class:"qc\
-tables-ways"},t.coders.map(r=>s(r,`${r} only`,`What ${r} has read and coded`)),s("each","Each coder apart","A block of \
columns for each, on the documents each has read"),s("any","All coders together","What anybody coded, in whatever anybod\
y has read")),i?o("form",{class:"qc-tables-primary",on:{submit:async r=>{r.preventDefault();try{await e.write("table_pri\
mary",{coder:n.value},`Primary coder ${n.value}`,{quiet:!0}),await this.#s(!1)}catch(c){e.sorry(c)}}}},o("p",null,"Or sa\
y it once for all tables: the primary coder counts where nothing is settled."),n,o("button",{type:"submit",class:"qc-but\
ton"},"Make primary coder")):null,o("p",{class:"qc-hint"},"In the view Compare, what coders differ on is settled place b\
y place; a settled document counts by its consensus.")))}#l(t,e){let{asked:s,told:i,app:n}=this;if(!s||!i)return;let r=i.
rows[t][0],c=e===null?null:i.columns[e];if(this.cell?.row===t&&this.cell.column===e&&!this.side.hidden){this.#u({code:r,
column:c},!1,!0);return}this.taking=!0,n.go("tables",{...Qt(s),row:r,...c?{cell:JSON.stringify(c)}:{}}),this.taking=!1}#u(t,e=!1,s=!1){
let{grid:i,told:n,asked:r}=this;if(!t||!i||!r){e||this.#f();return}let c=n.rows.findIndex(([d])=>d===t.code),l=t.column===
null?null:n.columns.findIndex(d=>JSON.stringify(d)===JSON.stringify(t.column));if(c<0||l===-1||l===null&&n.total===null){
this.#f();return}let h=l===null?n.rows[c][3]:n.rows[c][2][l];this.cell={row:c,column:l},i.mark(c,l),this.side.hidden=!1,
i.button(c,l)?.scrollIntoView({block:"nearest",inline:"nearest"}),this.quotes.show(r,{code:t.code,label:n.rows[c][1],column:t.
column,name:i.nameOf(l),text:h,absent:h===n.absent},s||!!this.taking)}#f(){this.side.hidden=!0,this.quotes.clear(),this.
grid?.mark(null),this.cell=null}#m(){let{cell:t,grid:e,asked:s}=this;s&&this.app.go("tables",Qt(s)),this.#f(),t&&e?.button(
t.row,t.column)?.focus()}#c(){let{app:t}=this,e=t.transport.home==="notebook"&&t.session.role==="alone",s=o("select",{"a\
ria-label":"Format of the file"},eo.map(([n,r])=>o("option",{value:n},r)));s.value=t.remembered("table-format","xlsx"),s.
value||(s.value="xlsx");let i=p("Save the table",async()=>{t.remember("table-format",s.value),i.disabled=!0;try{let n=await t.
read("table_file",{asked:this.asked,format:s.value,beside:e},{patience:He});n.path?t.say(`Saved as ${n.path}.`):(so(n),t.
say(`${n.name} is among your downloads.`))}catch(n){t.sorry(n)}finally{i.disabled=!1,document.activeElement===document.body&&
i.focus()}});return o("div",{class:"qc-toolbar qc-tables-files"},s,i,e?o("span",{class:"qc-hint"},"It is written next to\
 the study; nothing is written over."):null)}};function so(a){let t=Uint8Array.from(atob(a.data),i=>i.charCodeAt(0)),e=URL.
createObjectURL(new Blob([t],{type:a.mime})),s=o("a",{href:e,download:a.name});document.body.append(s),s.click(),s.remove(),
setTimeout(()=>URL.revokeObjectURL(e),1e4)}var B=[Ts,wi,Qs,Mi,vi,zs,ti];var ee=["auto","light","dark"],Ci={auto:"as the computer",light:"light",dark:"dark"},io={auto:"screen",light:"sun",dark:"\
moon"},no=720,oo=1100,se=class{constructor(t,e){this.app=e,this.host=t,this.alone=e.transport.home==="page",t.classList.
add("qc");let s=i=>i.target.setAttribute("data-lm-suppress-shortcuts","true");t.dataset.lmSuppressShortcuts="true",this.
alone||t.addEventListener("focusin",s),this.alone||(t.tabIndex=-1),this.keys=new yt(t,{alone:this.alone}),this.keys.signs=
e.remembered("signs",!0),e.keys=this.keys,this.view=null,this.offs=[],this.leaving=i=>{e.outbox&&!e.saved&&i.preventDefault()},
this.setTheme(e.remembered("theme","auto")),this.status=o("p",{class:"qc-status",role:"status"}),this.messages=new Ot(e,
()=>this.main.focus({preventScroll:!0})),this.tabs=o("nav",{class:"qc-tabs","aria-label":"Views"}),this.main=this.alone?
o("main",{class:"qc-main-view",tabindex:"-1"}):o("div",{class:"qc-main-view",tabindex:"-1"}),this.list=o("aside",{class:"\
qc-documents",id:S("documents"),"aria-label":"Documents"}),this.drawer=!1,this.listed=!1,this.signIn=o("a"),this.veil=o(
"div",{class:"qc-veil",hidden:!0,on:{click:()=>this.showList(!1)}}),this.measure=new ResizeObserver(()=>this.#n()),this.
measure.observe(t),this.#n(),m(t,o("p",{class:"qc-loading",role:"status"},"Opening the study …"))}async start(t){let{app:e,
host:s}=this;try{await e.start()}catch(l){m(s,o("div",{class:"qc-empty"},o("p",{class:"qc-fault",role:"alert"},`The stud\
y could not be opened: ${l.message}`),p("Try again",()=>this.start(t),{class:"qc-main"})));return}let i=e.session;this.coder=
o("span",{class:"qc-coder",title:"Who codes here"},M("person"),o("span",{class:"qc-unseen"},"Coding as "),o("span",{class:"\
qc-coder-name"},i.coder)),this.listButton=p("Documents",()=>this.showList(!this.listed,!0),{icon:"list",bare:!0,keys:"g \
o","aria-controls":this.list.id}),this.themeButton=p("Colours",()=>this.#f(),{icon:"screen",bare:!0}),this.setTheme(this.
theme),this.tab=new Map(B.map(l=>[l.id,o("button",{type:"button",class:"qc-tab",title:X(l.key),"aria-keyshortcuts":bt(l.
key),on:{click:()=>e.go(l.id)}},l.label)])),m(this.tabs,[...this.tab.values()]),this.hint=o("div",{class:"qc-first"}),this.
signIn=o("a",{class:"qc-sign-in",href:`${e.transport.base??""}/`,target:"_blank",rel:"noopener",hidden:!0},"Sign in"),m(
s,o(this.alone?"header":"div",{class:"qc-header"},this.listButton,o(this.alone?"h1":"h2",{class:"qc-title",title:i.title},
i.title),this.tabs,this.status,this.signIn,this.coder,this.themeButton,p("Keys and help",()=>this.help(),{icon:"help",bare:!0,
keys:"?"}),i.role!=="alone"&&this.alone?p("Sign out",()=>this.#m(),{icon:"out",bare:!0}):null),this.hint,o("div",{class:"\
qc-body"},this.list,this.veil,this.main),this.messages.element),this.alone||(s.setAttribute("role","region"),s.setAttribute(
"aria-label",`Coding page: ${i.title}`)),this.documents=new St(this.list,e,l=>{this.drawer&&this.showList(!1),l&&(this.main.
querySelector(".qc-text")??this.main).focus({preventScroll:!0})}),this.showList(this.#o()),this.offs.push(e.on("view",()=>this.#t()),
e.on("doc",()=>setTimeout(()=>this.#e(!0))),e.on("status",()=>this.#r()),e.on("refused",({item:l,error:h})=>{l.quiet||e.
say(`Not done (${l.words}): ${h.message}`,"error")}),this.keys.add([...B.map(l=>({keys:l.key,words:`go to ${l.label}`,run:()=>e.
go(l.id),group:"Everywhere"})),{keys:"g o",words:"find a document in the list",run:()=>this.showList(!0,!0),group:"Every\
where"},{keys:"g n",words:"open the next document",run:()=>this.#s(1),group:"Everywhere"},{keys:"g p",words:"open the do\
cument before",run:()=>this.#s(-1),group:"Everywhere"},{keys:"g x",words:"close messages",run:()=>this.messages.hush(),group:"\
Everywhere"},{keys:"Escape",words:"close the list of documents",when:()=>this.drawer&&this.listed,run:()=>this.showList(
!1),typing:!0,group:"Everywhere"},{keys:"Escape",words:"leave the field, back to the view",run:()=>this.#d(),typing:!0,quiet:!0,
group:"Everywhere"},{keys:"Mod+s",words:"nothing: all is saved as you do it",run:()=>this.#l(),typing:!0,group:"Everywhe\
re"},{keys:"?",words:"show these keys",run:()=>this.help(),group:"Everywhere"}])),window.addEventListener("beforeunload",
this.leaving),this.alone&&(this.hash=()=>this.#i(),window.addEventListener("popstate",this.hash)),this.#u();let n=this.alone?
Ni(location.hash):null,r=new Set(e.documents.map(l=>l.document)),c=[n?.params.document,t.document,e.remembered(`last-${i.
project}`),e.documents[0]?.document].find(l=>r.has(l));c&&await e.open(c).catch(l=>e.sorry(l)),this.view||e.go(n?.id??t.
view??"code",n?.params??{}),this.#r()}destroy(){for(let t of this.offs)t();this.view?.shown.destroy(),this.documents?.destroy(),
this.messages.destroy(),this.measure.disconnect(),this.keys.close(),window.removeEventListener("beforeunload",this.leaving),
this.hash&&window.removeEventListener("popstate",this.hash),this.host.replaceChildren()}#t(){let{id:t,params:e}=this.app.
view,s=B.find(n=>n.id===t)??B[0];for(let[n,r]of this.tab??[])n===s.id?r.setAttribute("aria-current","page"):r.removeAttribute(
"aria-current");if(this.hint&&(this.hint.hidden=s.id!==B[0].id),this.tab?.get(s.id)?.scrollIntoView({block:"nearest",inline:"\
nearest"}),this.#e(!0),this.view?.of===s&&this.view.shown.params){this.view.shown.params(e);return}let i=this.main.contains(
document.activeElement);this.view?.shown.destroy(),this.view=null,this.main.replaceChildren(),this.main.dataset.view=s.id,
this.main.setAttribute("aria-label",s.label);try{this.view={of:s,shown:s.mount(this.main,this.app,e)}}catch(n){console.error(
n),m(this.main,o("p",{class:"qc-empty qc-fault",role:"alert"},`This view could not be shown: ${n.message}`))}(i||document.
activeElement===document.body)&&!this.main.contains(document.activeElement)&&this.main.focus({preventScroll:!0})}#e(t){if(!this.
alone||!this.host.isConnected)return;let{app:e}=this,{id:s,params:i}=e.view,n=B.find(c=>c.id===s)??B[0];document.title=C(
[n.label,e.doc?.document,e.session.title].filter(Boolean).join(" · ")),e.doc&&e.remember(`last-${e.session.project}`,e.
doc.document);let r=ro(n.id,i,e.doc?.document);location.hash!==r&&(t&&location.hash?history.pushState(null,"",r):history.
replaceState(null,"",r))}async#i(){for(let s of this.host.querySelectorAll("dialog[open]"))s.close();let t=Ni(location.hash);
if(!t)return;let{app:e}=this;if(t.params.document&&t.params.document!==e.doc?.document)try{if((await e.open(t.params.document)).
document!==t.params.document)return}catch(s){e.sorry(s),this.#e(!1);return}e.go(t.id,t.params)}#s(t){let{app:e}=this,s=this.
documents?.order?JSON.parse(this.documents.order).flatMap(([,r])=>r):[],i=s.indexOf(e.opening?.document||e.shown||e.doc?.
document),n=s[i+t];!n||i<0?e.say(t>0?"This is the last document of the list.":"This is the first document of the list."):
e.show(e.view.id,{document:n})}#n(){let t=16/(parseFloat(getComputedStyle(document.documentElement).fontSize)||16),e=(this.
host.clientWidth||window.innerWidth)*t,s=e<no?"narrow":e<oo?"middle":"wide";if(this.host.dataset.width===s)return;let i=this.
drawer;this.host.dataset.width=s,this.drawer=s==="narrow",this.documents&&i!==this.drawer&&this.showList(this.#o())}#o(){
return!this.drawer&&this.app.remembered("documents-shown",this.alone||this.host.dataset.width==="wide")}showList(t,e=!1){
let s=this.list.contains(document.activeElement);this.listed=t,this.list.hidden=!t,this.veil.hidden=!(t&&this.drawer),this.
main.inert=t&&!!this.drawer,this.listButton?.setAttribute("aria-expanded",String(t)),e&&!this.drawer&&this.app.remember(
"documents-shown",t),t&&e?this.documents?.focus():!t&&s&&this.listButton?.focus(),this.app.emit("resized")}#r(){let{app:t}=this,
e=t.outbox.size,s=e?`${b(e,"change")} kept in this page`:"",i="Saved",n="saved";t.outbox.expired?(i=[t.outbox.why||"Not \
signed in any more",s].filter(Boolean).join("; "),n="lost"):t.outbox.trouble?(i=[`Cannot be saved just now: ${t.outbox.trouble}`,
s].filter(Boolean).join("; "),n="lost"):!t.connected||t.outbox.offline?(i=this.alone?`No connection to the study; ${s?`${s}\
, sent when it is back`:"trying again"}`:`${["The kernel does not answer",s].filter(Boolean).join("; ")}. If it was rest\
arted, run this cell again`,n="lost"):e?(i="Saving …",n="saving"):t.session.read_only&&(i="Read only",n="quiet"),this.
signIn.hidden=!t.outbox.expired||!this.alone,this.status.setAttribute("aria-live",n==="lost"||this.status.dataset.kind===
"lost"?"polite":"off"),this.status.dataset.kind=n,this.status.title=n==="quiet"?`This study cannot be written: ${t.session.
read_only}`:i,this.status.textContent!==i&&(this.status.textContent=i)}#d(){let t=document.activeElement;if(!t?.matches(
"input:not([type=checkbox], [type=radio]), textarea, select")||t.type==="search"&&t.value)return!1;this.main.focus({preventScroll:!0})}#l(){
this.app.say(this.app.saved?"Everything is saved. It is saved as you do it.":"Not everything is saved yet; the line abov\
e says why.")}help(){if(this.host.querySelector(".qc-help"))return;let t=new Map,e=B.find(r=>r.id===this.app.view.id)?.label??
"Here";for(let r of this.keys.list()){let c=r.group??e;t.set(c,[...t.get(c)??[],r])}let s=t.get("Everywhere");t.delete("\
Everywhere"),s&&t.set("Everywhere",s);let i=O("Keys that are one letter, number or sign work",{kind:"check",value:this.keys.
signs,hint:"Turn this off where you speak to the computer, or press keys without meaning to. All that they do has a butt\
on, too."});i.input.addEventListener("change",()=>{this.keys.signs=i.input.checked,this.app.remember("signs",this.keys.signs)});
let{element:n}=E(this.app,{title:"Keys and help",class:"qc-help",body:[o("p",null,Ti),o("div",{class:"qc-keys-columns"},
[...t].map(([r,c])=>o("section",null,o("h3",null,r),o("dl",{class:"qc-keys"},c.map(l=>o("div",null,o("dt",null,ie(l.keys).
map((h,d)=>[d?" or ":null,h.map((u,f)=>[f?" ":null,o("kbd",null,u)])])),o("dd",null,l.words))))))),o("p",{class:"qc-hint"},
"Keys do nothing while you type in a field; Esc leaves it. Two keys beside each other are pressed one after the other. N\
othing on this page leaves this machine."),i.element],actions:[],wide:!0});n.querySelector(".qc-actions button")?.focus(
{preventScroll:!0}),n.scrollTop=0}#u(){if(this.app.remembered("first-steps"))return;let t=()=>{this.app.remember("first-\
steps","seen"),this.hint?.replaceChildren(),this.main.focus({preventScroll:!0})};this.hint&&m(this.hint,o("section",{class:"\
qc-first-steps","aria-label":"First steps"},o("p",null,Ti),p("All keys",()=>this.help(),{class:"qc-small"}),p("Got it",t,
{class:"qc-small qc-main"})))}setTheme(t){let e=ee.includes(t)?t:"auto";if(this.host.dataset.theme=e,this.theme=e,!this.
themeButton)return;let s=`Colours: ${Ci[e]}`;this.themeButton.setAttribute("aria-label",s),this.themeButton.title=s,m(this.
themeButton,M(io[e]))}#f(){let t=ee[(ee.indexOf(this.theme)+1)%ee.length];this.setTheme(t),this.app.remember("theme",t),
this.app.say(`Colours: ${Ci[t]}.`)}async#m(){let{app:t}=this;if(!t.saved){t.say("Not everything is saved yet; signing ou\
t now would lose it.","error");return}try{await t.transport.signOut()}catch(e){t.sorry(e)}}},Ti="Select words in the tex\
t with the mouse, or with the arrow keys and Shift. Then put a code on them: click it, press its number, or press / and \
type its name. Everything is saved as you do it, and Ctrl+Z takes it back. Press ? for all keys.";function ro(a,t,e){let{
document:s,...i}=t,n=e??s??"",r=new URLSearchParams(Object.entries(i).filter(([,c])=>c!=null&&typeof c!="object").map(([
c,l])=>[c,String(l)]));return`#${a}${n?`/${encodeURIComponent(n)}`:""}${[...r].length?`?${r}`:""}`}function Ni(a){let t=/^#([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/.
exec(a);if(!t)return null;let e=Object.fromEntries(new URLSearchParams(t[3]??""));if(t[2])try{e.document=decodeURIComponent(
t[2])}catch{return null}return{id:t[1],params:e}}async function Li(a,t,e={}){let s=new $t(t,a),i=new se(a,s);return await i.start(e),()=>{i.destroy(),s.close()}}function jc(){
let a=document.getElementById("qualcode");a&&(a.classList.add("qc-page"),Li(a,new vt))}var Ic={async render({model:a,el:t}){
t.classList.add("qc-notebook");let e=a.get("height");e&&t.style.setProperty("height",`${e}px`);let s={view:a.get("view")||
void 0,document:a.get("document")||void 0};return await Li(t,new qt(a),s)}};export{Ic as default,Li as mount,jc as mountPage};
