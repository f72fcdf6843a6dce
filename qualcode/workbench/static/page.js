// qualcode, the coding page (Apache-2.0). Built from frontend/src; edit there.
var yt=/Mac|iPhone|iPad/.test(navigator.platform),jn=1500,In="button, summary, a[href], input[type=checkbox], input[type\
=radio], [role=button], [role=option], [role=tab]",_n="input:not([type=checkbox], [type=radio], [type=button], [type=sub\
mit], [type=range]), textarea, select, [contenteditable=true], [contenteditable='']",bt=class{constructor(t,e={}){if(this.
root=t,this.alone=e.alone??!0,this.layers=[],this.before="",this.beforeTime=0,this.listener=s=>{this.#t(s),this.alone||s.
stopPropagation()},this.kept=s=>s.stopPropagation(),this.from=this.alone?document:t,this.from.addEventListener("keydown",
this.listener),!this.alone)for(let s of["keyup","keypress"])t.addEventListener(s,this.kept)}add(t){return this.layers.unshift(
t),()=>{let e=this.layers.indexOf(t);e>=0&&this.layers.splice(e,1)}}list(){let t=new Set,e=[];for(let s of this.layers.flat())
s.when&&!s.when()||t.has(s.keys)||(t.add(s.keys),s.quiet||e.push(s));return e}close(){this.from.removeEventListener("key\
down",this.listener);for(let t of["keyup","keypress"])this.root.removeEventListener(t,this.kept)}#t(t){if(t.defaultPrevented||
t.isComposing||t.key==="Process"||t.key==="Dead")return;let e=t.target;if((!e||e===document.body||e===document.documentElement?
!this.alone:!this.root.contains(e))||["Shift","Control","Alt","Meta","CapsLock","AltGraph"].includes(t.key))return;let n=!!e?.
closest?.(_n),i=[...this.root.querySelectorAll("dialog[open]")].pop();if(i&&!i.contains(e))return;let r=Rn(t);if((r==="E\
nter"||r==="Space")&&e?.closest?.(In)||r.startsWith("Arrow")&&e?.closest?.("input[type=radio], input[type=range]"))return;
let c=this.before&&t.timeStamp-this.beforeTime<jn?`${this.before} ${r}`:"";if(this.before="",i&&r==="Escape")return;let l=d=>(d.
typing||!n&&!i)&&(!d.when||d.when()),h=d=>{for(let f of this.layers)for(let g of f)if(!(!g.keys.split(" or ").includes(d)||
!l(g))){if(t.repeat&&g.repeat===!1)return t.preventDefault(),!0;if(g.run(t)!==!1)return t.preventDefault(),!0}return!1};
if(c&&h(c))return;if(c&&r.length===1){t.preventDefault();return}if(h(r))return;this.layers.flat().some(d=>d.keys.split("\
 or ").some(f=>f.startsWith(`${r} `))&&l(d))&&(this.before=r,this.beforeTime=t.timeStamp)}};function Rn(a){let t=[],e=a.
key===" "?"Space":a.key;a.getModifierState?.("AltGraph")&&e.length===1||((yt?a.metaKey:a.ctrlKey)?t.push("Mod"):a.ctrlKey?
t.push("Ctrl"):a.metaKey&&t.push("Meta"),a.altKey&&t.push("Alt"));let n=/^Key([A-Z])$/.exec(a.code??"")?.[1];return n&&e.
length===1&&(/^\p{L}$/u.test(e)&&!/^\p{Script=Latin}$/u.test(e)||a.altKey)&&(e=a.shiftKey?n:n.toLowerCase()),/^[A-Za-z]$/.
test(e)&&(e=a.shiftKey?e.toUpperCase():e.toLowerCase()),a.shiftKey&&(e.length>1||t.length)&&t.push("Shift"),t.push(t.length&&
e.length===1?e.toLowerCase():e),t.join("+")}var Dn={Mod:yt?"⌘":"Ctrl",Alt:yt?"⌥":"Alt",ArrowLeft:"←",ArrowRight:"→",
ArrowUp:"↑",ArrowDown:"↓",Escape:"Esc",PageUp:"Page up",PageDown:"Page down",Delete:"Del"};function se(a){let t=e=>{
if(e.endsWith("+"))return e;let s=e.split("+"),n=s.map(r=>Dn[r]??r),i=n.length-1;return/^[A-Za-z]$/.test(n[i])&&(s.length===
1&&n[0]!==n[0].toLowerCase()?n.unshift("Shift"):s.length>1&&(n[i]=n[i].toUpperCase())),n.join("+")};return a.split(" or ").
map(e=>e.split(" ").map(t))}function X(a){return se(a).map(t=>t.join(" then ")).join(", ")}function kt(a){let t=a.split(
" or ").filter(e=>!e.includes(" ")).map(e=>e.replace("Mod",yt?"Meta":"Control"));return t.length?t.join(" "):null}var Je="http://www.w3.org/2000/svg";function o(a,t,...e){let s=document.createElement(a);for(let[n,i]of Object.entries(t??
{}))if(!(i==null||i===!1))if(n==="on")for(let[r,c]of Object.entries(i))s.addEventListener(r,c);else if(n==="style")for(let[
r,c]of Object.entries(i))s.style.setProperty(r,String(c));else if(n==="data")for(let[r,c]of Object.entries(i))s.dataset[r]=
String(c);else if(n==="class")s.className=i;else if(n==="value"&&"value"in s)s.value=i;else{if(/^on|^style$|^srcdoc$/i.test(
n))throw new Error(`attribute ${n} is not set this way`);s.setAttribute(n,i===!0?"":String(i))}return ne(s,e),s}function ne(a,t){
if(!(t==null||t===!1||t===!0))if(Array.isArray(t))for(let e of t)ne(a,e);else a.append(t instanceof Node?t:document.createTextNode(
String(t)))}function m(a,...t){a.replaceChildren(),ne(a,t)}var Pn={undo:"M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",redo:"m\
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
let t=document.createElementNS(Je,"svg");t.setAttribute("viewBox","0 0 24 24"),t.setAttribute("class","qc-icon"),t.setAttribute(
"aria-hidden","true");let e=document.createElementNS(Je,"path");return e.setAttribute("d",Pn[a]),t.append(e),t}function p(a,t,e={}){
let{icon:s,bare:n,class:i,keys:r,...c}=e,l=r?X(r):"";return o("button",{type:"button",class:`qc-button ${n?"qc-bare":""}\
 ${i??""}`.trim(),"aria-label":n?a:null,title:(n?l?`${a} (${l})`:a:l)||null,"aria-keyshortcuts":r?kt(r):null,on:{click:t},
...c},s?M(s):null,n?null:a)}function N(a){return String(a).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,"")}
function b(a,t,e){return`${a.toLocaleString("en")} ${a===1?t:e??t+"s"}`}var Ye=0;function O(a="qc"){return Ye+=1,`${a}-${Ye}`}
function R(a){let t=crypto.getRandomValues(new Uint8Array(16));return a+[...t].map(e=>e.toString(16).padStart(2,"0")).join(
"")}var lt=[["Blue","#1f5fa8"],["Orange","#9c3a00"],["Green","#1b6b3a"],["Purple","#7b2d8b"],["Ochre","#7d5200"],["Teal","#0\
0666b"],["Crimson","#a3164b"],["Grey","#4a4f57"]],Bn=7,Wn=.035;function Un(a){let t=a;if(!a.startsWith("#")){let e=document.
createElement("canvas").getContext("2d");if(!e)return null;let s=["#000000","#ffffff"].map(n=>(e.fillStyle=n,e.fillStyle=
a,e.fillStyle));if(s[0]!==s[1])return null;t=s[0]}return/^#[0-9a-f]{6}$/i.test(t)?[1,3,5].map(e=>parseInt(t.slice(e,e+2),
16)/255):null}function Ge(a){let t=Un(a);if(!t)return null;let[e,s,n]=t.map(u=>u<=.04045?u/12.92:((u+.055)/1.055)**2.4),
i=Math.cbrt(.4122214708*e+.5363325363*s+.0514459929*n),r=Math.cbrt(.2119034982*e+.6806995451*s+.1073969566*n),c=Math.cbrt(
.0883024619*e+.2817188376*s+.6299787005*n),l=1.9779984951*i-2.428592205*r+.4505937099*c,h=.0259040371*i+.7827717662*r-.808675766*
c;return[(Math.atan2(h,l)/(2*Math.PI)+1)%1,Math.hypot(l,h)]}function Kn(a){let t=Ge(a);if(!t)return[];let e=lt.map(([,s],n)=>{
let[i]=Ge(s),r=Math.abs(i-t[0]);return n===Bn?t[1]<Wn?-1:1:Math.min(r,1-r)});return lt.map((s,n)=>n).sort((s,n)=>e[s]-e[n])}
function vt(a){return lt.findIndex(([,t])=>t===a.toLowerCase())}function Ve(a){let t=new Map,e=s=>![...t.values()].includes(
s);for(let s of a)vt(s.color)>=0&&t.set(s.code,vt(s.color));for(let s of a){if(t.has(s.code)||!s.color)continue;let n=Kn(
s.color);n.length&&t.set(s.code,n.find(e)??n[0])}return a.forEach((s,n)=>{if(t.has(s.code))return;let i=lt.map((r,c)=>(n+
c)%8);t.set(s.code,i.find(e)??n%8)}),t}function Qe(a,t){let e=O("hue"),n=[...t.color&&vt(t.color)<0?[[`As it is: ${t.color}`,
t.color,a.hueOf(t.code)]]:[],...lt.map(([l,h],u)=>[l,h,u]),["By its place","",-1]],i=vt(t.color)>=0?t.color.toLowerCase():
t.color,r=n.map(([l,h,u])=>{let d=o("input",{type:"radio",name:e,value:h});return d.checked=h===i,o("label",{class:"qc-h\
ue-choice",data:u<0?{}:{hue:u}},d,u<0?null:o("span",{class:"qc-letter","aria-hidden":"true"},a.letterOf(t.code)),l)}),c=o(
"fieldset",{class:"qc-field qc-hues"},o("legend",{class:"qc-label"},"Colour of the theme and all beneath it"),o("div",{class:"\
qc-hue-choices"},r));return{element:c,value:()=>c.querySelector("input:checked")?.value??t.color}}var zn=["id","start","end","code","coder","origin","blind","suggestion","time","stale","memos","key"],Hn=new Set(["heade\
r","heading","stage","unassigned"]),D=1200,Xe=new Intl.Segmenter(void 0,{granularity:"grapheme"}),Fn=new Intl.Segmenter(
void 0,{granularity:"word"}),Jn=/[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u;function J(a,t){return a.start-t.start||t.
end-a.end||(a.id<t.id?-1:a.id>t.id?1:0)}var ie=class extends Map{constructor(t){super(),this.doc=t,this.within=new Map,this.
unseen=new Set,this.sorted=null}set(t,e){this.delete(t),super.set(t,e),this.sorted=null;let s=this.doc.blocksIn(e.start,
e.end);for(let n of s){let i=this.within.get(n);i?i.add(e):this.within.set(n,new Set([e]))}return s.length||this.unseen.
add(e),this}delete(t){let e=this.get(t);if(!e)return!1;super.delete(t),this.sorted=null,this.unseen.delete(e);for(let s of this.
doc.blocksIn(e.start,e.end))this.within.get(s)?.delete(e);return!0}clear(){super.clear(),this.within.clear(),this.unseen.
clear(),this.sorted=null}};function Ze(a){return Object.fromEntries(zn.map((t,e)=>[t,a[e]]))}var W=class{constructor(t){
this.document=t.document,this.version=t.version,this.title=t.title,this.kind=t.kind,this.text=t.text,this.hidden=t.hidden,
this.mustHide=t.must_hide,this.looked=t.looked,this.done=t.done,this.turnMemos=t.turn_memos??{},this.#t(),this.length=this.
units?this.units.length-1:this.text.length,this.turns=t.turns.map(([e,s,n,i,r,c,l,h],u)=>{let d=[];for(let f=0;f<h.length;f+=
2)d.push([h[f],h[f+1]]);return{number:e,speaker:s,role:n,person:i,asks:r,time:c,part:l,ranges:d,start:h[0],end:h[h.length-
1],place:u}}),this.blocks=[],this.worded=new WeakMap,this.#n(t.gaps),this.codings=new ie(this);for(let e of t.codings)this.
put(Ze(e))}#t(){if(this.units=null,!/[\ud800-\udbff][\udc00-\udfff]/.test(this.text))return;let t=new Int32Array(this.text.
length+1),e=0;for(let s=0;s<this.text.length;e++)t[e]=s,s+=this.text.codePointAt(s)>65535?2:1;t[e]=this.text.length,this.
units=t.slice(0,e+1)}unit(t){return this.units?this.units[Math.max(0,Math.min(t,this.length))]:t}point(t,e=!1){let s=this.#e(
t);return e&&this.unit(s)<t?Math.min(s+1,this.length):s}#e(t){if(!this.units)return t;let e=0,s=this.units.length-1;for(;e<
s;){let n=e+s+1>>1;this.units[n]<=t?e=n:s=n-1}return e}slice(t,e){return this.text.slice(this.unit(t),this.unit(e))}printed(t,e){
let s=[];for(let n of this.blocksIn(t,e))n.kind==="speech"&&s.push(this.slice(Math.max(t,n.start),Math.min(e,n.end)));return(s.
length?s.join(" "):this.slice(t,e)).replace(/\s+/g," ").trim()}#n(t){let e=[];for(let n of this.turns)for(let[i,r]of n.ranges)
e.push({start:i,end:r,turn:n,gap:null});for(let[n,i,r]of t)Hn.has(r)&&e.push({start:n,end:i,turn:null,gap:r});e.sort((n,i)=>n.
start-i.start||n.end-i.end);let s=null;for(let{start:n,end:i,turn:r,gap:c}of e){if(c&&!this.slice(n,i).trim())continue;let l=r!==
null&&r!==s;for(let[h,u]of this.#s(n,i))this.blocks.push({start:h,end:u,kind:r?"speech":"gap",turn:r,gap:c,first:l}),l=!1;
s=r}}#s(t,e){if(e-t<=D)return[[t,e]];let s=[],n=this.unit(t),i=this.unit(e);for(;i-n>D;){let r=this.text.slice(n,n+D),c=r.
lastIndexOf(`
`)+1;if(c<D/4){let l=[...r.matchAll(/[.!?…]["'”’)]*\s+/gu)].pop();c=l?l.index+l[0].length:0}c<D/4&&(c=r.lastIndexOf(
" ")+1),c<D/4&&(c=Xe.segment(this.text.slice(n,n+2*D)).containing(D)?.index||D),s.push([this.point(n),this.point(n+c)]),
n+=c}return n<i&&s.push([this.point(n),e]),s}blocksIn(t,e){let s=0,n=this.blocks.length;for(;s<n;){let r=s+n>>1;this.blocks[r].
end<=t?s=r+1:n=r}let i=[];for(let r=s;r<this.blocks.length&&this.blocks[r].start<e;r++)i.push(this.blocks[r]);return i}turnAt(t){
return(this.blocksIn(t,t+1)[0]??this.blocks.find(s=>s.start>=t))?.turn??null}trimmed(t,e){let s=this.blocksIn(t,e);for(let n of s){
let i=this.unit(Math.max(t,n.start)),r=this.text.slice(i,this.unit(Math.min(e,n.end))).search(/\S/u);if(!(r<0))for(let c=s.
length-1;c>=0;c--){let l=this.unit(Math.max(t,s[c].start)),h=this.text.slice(l,this.unit(Math.min(e,s[c].end))).trimEnd();
if(h)return{start:this.point(i+r),end:this.point(l+h.length)}}}return null}snapped(t,e){return{start:this.edge(t,-1),end:this.
edge(e,1)}}edge(t,e){let s=this.blocksIn(t,t+1)[0];if(!s||t<=s.start)return t;let n=this.unit(s.start),i=Xe.segment(this.
text.slice(n,this.unit(s.end))).containing(this.unit(t)-n);return!i||i.index===this.unit(t)-n?t:this.point(n+i.index+(e>
0?i.segment.length:0))}step(t,e){let s=this.blocks;if(!s.length)return t;let n=this.blockAt(e>0?t:t-1);if(n<0)return t;e>
0&&t>=s[n].end&&(n+=1),e<0&&t<=s[n].start&&(n-=1);let i=s[n];return i?(e>0&&t<i.start&&(t=i.start),e<0&&t>i.end&&(t=i.end),
this.edge(Math.max(i.start,Math.min(i.end,t+e)),e)):t}blockAt(t){let e=0,s=this.blocks.length-1;for(;e<s;){let n=e+s+1>>
1;this.blocks[n].start<=t?e=n:s=n-1}return s<0?-1:e}words(t){let e=this.worded.get(t);if(!e){let s=this.unit(t.start);e=
[];for(let{index:n,segment:i}of Fn.segment(this.text.slice(s,this.unit(t.end))))Jn.test(i)&&e.push([this.point(s+n),this.
point(s+n+i.length)]);this.worded.set(t,e)}return e}word(t,e){for(let s=Math.max(0,this.blockAt(t));s>=0&&s<this.blocks.
length;s+=e){let n=this.words(this.blocks[s]),i=e>0?n.find(r=>r[0]>=t):n.filter(r=>r[0]<t).at(-1);if(i)return i}return null}put(t){
this.codings.set(t.id,t)}ordered(){return this.codings.sorted??=[...this.codings.values()].sort(J),this.codings.sorted}codingsOf(t){
let e=this.codings.within.get(t);return e?.size?[...e].sort(J):[]}codingsIn(t,e){let s=new Set(this.codings.unseen);for(let n of this.
blocksIn(t,e))for(let i of this.codings.within.get(n)??[])s.add(i);return[...s].filter(n=>n.start<e&&n.end>t).sort(J)}apply(t,e){
let s=[],n=t.added.map(Ze),i=new Set(t.gone);if(e){let r=new Set(n.map(c=>c.id));for(let c of this.codings.keys())!r.has(
c)&&!this.codings.get(c)?.unsaved&&i.add(c)}for(let r of i){let c=this.codings.get(r);c&&(this.codings.delete(r),s.push(
[c.start,c.end]))}for(let r of n){let c=this.codings.get(r.id);c&&JSON.stringify(c)===JSON.stringify(r)||(this.put(r),s.
push([r.start,r.end]))}return s}};var T=class extends Error{constructor(t){let{where:e="",found:s="",allowed:n="",next:i=""}=t;super([e&&`${e}: ${s}`,!e&&
s,n&&`(${n})`].filter(Boolean).join(" ")+(i?`. ${i}`:"")),this.where=e,this.found=s,this.allowed=n,this.next=i,this.unexpected=
!1}},L=class extends Error{},Z=class extends L{},I=class extends Error{},oe=3e4,Yn=new Set([400,413,422,500]),ts=new Set(
[401,403,409]),es=[500,1e3,2e3,5e3],qt=class{home="page";constructor(t=""){this.base=t,this.page=R("p"),this.as=null}async call(t){
let{patience:e=oe,...s}=t,n=s.document??(s.method==="changes"||s.method==="document"?s.params?.document:void 0),i,r;try{
i=await fetch(`${this.base}/api/call`,{method:"POST",headers:{"Content-Type":"application/json","X-Qualcode":"1"},body:JSON.
stringify({...s,page:this.page,...n?{open:n}:{},...this.as?{as:this.as}:{}}),credentials:"same-origin",signal:AbortSignal.
timeout(e)}),r=await i.json()}catch(c){throw i&&ts.has(i.status)?new I("Not signed in any more"):new L(String(c))}if(i.ok)
return s.method==="hello"&&(this.as={project:r.result.project,coder:r.result.coder}),r;if(ts.has(i.status))throw new I(i.
status===409?Gn(r.error?.found):"Not signed in any more");if(r.again)throw new Z(new T(r.error??{}).message);if(r.error&&
Yn.has(i.status)){let c=new T(r.error);throw c.unexpected=i.status===500,c}throw new L(`status ${i.status}`)}listen(t){let e=null,
s=null,n=0,i=!1,r=()=>{clearTimeout(s),e?.close(),e=null,!(i||document.visibilityState==="hidden")&&(e=new EventSource(`${this.
base}/api/events?page=${this.page}`),e.onopen=()=>{n=0,t({back:!0})},e.onmessage=l=>{try{let h=JSON.parse(l.data);h.kind===
"changed_seat"?c(!0):t(h)}catch{}},e.onerror=()=>{e?.close(),e=null,c(!1)})},c=async l=>{clearTimeout(s),s=setTimeout(r,
es[Math.min(n++,es.length-1)]);try{let h=await this.who();if(i)return;h.signed_in?t(l?{kind:"changed_seat"}:{ask:!0}):t(
{expired:!0})}catch{i||t({lost:!0})}};return document.addEventListener("visibilitychange",r),r(),()=>{i=!0,document.removeEventListener(
"visibilitychange",r),r()}}async who(){return(await fetch(`${this.base}/api/who`,{credentials:"same-origin",signal:AbortSignal.
timeout(oe)})).json()}async signOut(){try{await fetch(`${this.base}/api/leave`,{method:"POST",headers:{"Content-Type":"a\
pplication/json","X-Qualcode":"1"},body:"{}",credentials:"same-origin"})}catch(t){throw new T({found:"The server does no\
t answer; you are still signed in",next:String(t)})}location.replace(`${this.base}/?signed-out`)}};function Gn(a){return a?
a.charAt(0).toUpperCase()+a.slice(1):"Not signed in any more"}var Vn=1e4,xt=class{home="notebook";constructor(t){this.model=
t,this.waiting=new Map,this.next=Math.floor(Math.random()*2**31)*2**20,this.tell=null,this.heard=e=>{if(e&&e.answer!==void 0){
let s=this.waiting.get(e.answer);if(this.waiting.delete(e.answer),!s)return;clearTimeout(s.timer),e.error?s.refuse(Qn(e)):
s.give(e)}else e&&e.told&&this.tell?.(e.told.over?{ask:!0}:e.told)},t.on("msg:custom",this.heard)}call(t){let{patience:e=oe,
...s}=t,n=this.next++;return new Promise((i,r)=>{let c=setTimeout(()=>{this.waiting.delete(n),r(new L("the kernel does n\
ot answer"))},e);this.waiting.set(n,{give:i,refuse:r,timer:c});try{this.model.send({ask:n,...s})}catch(l){clearTimeout(c),
this.waiting.delete(n),r(new L(`the kernel cannot be reached: ${l.message??l}`))}})}listen(t){this.tell=t;let s=setInterval(
()=>{document.visibilityState==="visible"&&!this.waiting.size&&t({ask:!0})},Vn),n=()=>{this.#t("the kernel is gone"),t({
lost:!0})};return this.model.on("comm_live_update",n),()=>{clearInterval(s),this.tell=null,this.model.off("comm_live_upd\
ate",n),this.model.off("msg:custom",this.heard),this.#t("the page is gone")}}#t(t){for(let{timer:e,refuse:s}of this.waiting.
values())clearTimeout(e),s(new L(t));this.waiting.clear()}};function Qn(a){let t=new T(a.error);return a.over?new I(t.message):
a.again?new Z(t.message):(t.unexpected=!!a.unexpected,t)}var ss=[300,700,1500,3e3,5e3],Xn=5e3,Zn=3,$t=class{constructor(t,e){this.app=t,this.head=`qualcode-outbox:${e}:`,this.items=
[],this.busy=!1,this.tries=0,this.offline=!1,this.trouble="",this.expired=!1,this.why="",this.closed=!1,this.timer=null,
this.locks=globalThis.navigator?.locks,this.key=this.head+(this.locks?R("o"):"tab"),this.release=()=>{},this.locks?.request(
this.key,()=>new Promise(s=>this.release=()=>s(null))).catch(()=>{}),this.locks||this.items.push(...this.#o(this.key)),this.
look=()=>{document.visibilityState!=="hidden"&&(this.#n(),this.expired?this.#e():this.items.length&&this.flush())},window.
addEventListener("focus",this.look),window.addEventListener("online",this.look),document.addEventListener("visibilitycha\
nge",this.look),this.looking=setInterval(this.look,Xn);try{this.channel=new BroadcastChannel("qualcode"),this.channel.onmessage=
this.look}catch{this.channel=null}this.#n()}get size(){return this.items.length}close(){this.closed=!0,clearTimeout(this.
timer),clearInterval(this.looking),window.removeEventListener("focus",this.look),window.removeEventListener("online",this.
look),document.removeEventListener("visibilitychange",this.look),this.channel?.close(),this.release()}send(t,e,s={}){return new Promise(
(n,i)=>{this.items.push({key:R("a"),method:t,params:e,words:s.words??t,quiet:s.quiet??!1,give:n,refuse:i}),this.#r(),this.
app.emit("status"),this.flush()})}expire(t="Not signed in any more"){let e=this.expired&&this.why===t;this.expired=!0,this.
why=t,e||this.app.emit("status")}signedIn(){this.expired&&(this.expired=!1,this.why="",this.app.emit("status"),this.flush())}async flush(t={}){
if(!(this.busy||this.closed||!this.items.length||this.expired&&!t.signedOut)){clearTimeout(this.timer),this.busy=!0;try{
for(;this.items.length&&!this.closed;){let e=this.items[0],s;try{s=await this.app.transport.call({method:e.method,params:e.
params,key:e.key,since:this.app.act,document:this.app.doc?.document??null,others:this.app.others})}catch(n){if(n instanceof
T&&(!n.unexpected||(e.faults=(e.faults??0)+1)>=Zn)){this.#t(),e.refuse(n),this.app.emit("refused",{item:e,error:n}),this.
app.emit("status");continue}if(n instanceof I){this.expire(n.message);return}!(n instanceof L)&&!(n instanceof T)&&console.
error(n),this.offline=!0,this.trouble=n instanceof Z||n instanceof T?n.message:"",this.app.emit("status"),this.timer=setTimeout(
()=>this.flush(),ss[Math.min(this.tries++,ss.length-1)]);return}this.#t(),this.expired&&this.signedIn(),this.app.took(s),
e.give(s.result),this.app.emit("status")}}finally{this.busy=!1}}}#t(){this.tries=0,this.offline=!1,this.trouble="",this.
items.shift(),this.#r()}#e(){this.items.length?this.flush({signedOut:!0}):this.app.follow()}async#n(){if(!(!this.locks||
this.closed)){for(let t of this.#s())try{await this.locks.request(t,{ifAvailable:!0},e=>{if(!e||this.closed)return;let s=new Set(
this.items.map(n=>n.key));this.items.push(...this.#o(t).filter(n=>!s.has(n.key))),this.#r(),localStorage.removeItem(t)})}catch{}
this.items.length&&!this.busy&&(this.app.emit("status"),this.flush())}}#s(){try{return Object.keys(localStorage).filter(
t=>t.startsWith(this.head)&&t!==this.key)}catch{return[]}}get#i(){return this.locks?localStorage:sessionStorage}#o(t){try{
let e=JSON.parse(this.#i.getItem(t)??"[]");return Array.isArray(e)?e.filter(s=>s&&s.key&&s.method).map(s=>({...s,give:()=>{},
refuse:()=>{}})):[]}catch{return[]}}#r(){try{let t=this.items.map(({key:e,method:s,params:n,words:i})=>({key:e,method:s,
params:n,words:i}));t.length?this.#i.setItem(this.key,JSON.stringify(t)):this.#i.removeItem(this.key)}catch{}}};var ti=2e3,ei="ABCDEFGHIJKLMNOPQRSTUVWXYZ",St=class{constructor(t,e){this.transport=t,this.root=e,this.session=null,this.
codes=new Map,this.codebook=null,this.documents=[],this.doc=null,this.shown=null,this.act=0,this.connected=!0,this.others=
!1,this.keys=null,this.view={id:"code",params:{}},this.listeners=new Map,this.outbox=null,this.following=!1,this.behind=
!1,this.timers={},this.opening=null,this.here=[],this.stale=null}on(t,e){return this.listeners.has(t)||this.listeners.set(
t,new Set),this.listeners.get(t)?.add(e),()=>this.listeners.get(t)?.delete(e)}emit(t,e){for(let s of[...this.listeners.get(
t)??[]])try{s(e)}catch(n){console.error(n)}}async start(){let t=await this.transport.call({method:"hello"});this.session=
t.result,this.act=t.act,this.documents=t.result.documents,this.#o(t.result.codebook),this.outbox=new $t(this,`${t.result.
project}-${t.result.coder}`),this.stop=this.transport.listen(e=>this.#n(e)),this.outbox.flush()}async read(t,e={},s={}){
try{let n=await this.transport.call({method:t,params:e,...s});return this.#t(!0),n.result}catch(n){throw n instanceof L&&
this.#t(!1),n instanceof I&&this.outbox.expire(n.message),n}}write(t,e,s,n={}){return this.outbox.send(t,e,{words:s,...n})}get saved(){
return this.outbox.size===0}#t(t){t&&this.outbox.signedIn(),this.connected!==t&&(this.connected=t,this.emit("status"),clearTimeout(
this.timers.again),t?(this.outbox.flush(),this.follow()):this.#e())}#e(){clearTimeout(this.timers.again),this.timers.again=
setTimeout(()=>this.follow(),ti)}#n(t){t.lost?this.#t(!1):t.expired?this.outbox.expire():t.kind==="changed_seat"?this.#s():
t.back?(this.#t(!0),this.follow()):(t.ask||(t.act??0)>this.act)&&this.follow(),t.kind==="here"&&(this.here=t.people,this.
emit("documents")),t.kind&&this.emit("told",t)}#s(){this.saved?location.reload():setTimeout(()=>this.#s(),500)}async follow(){
if(this.behind=this.following,!this.following){this.following=!0;try{let t={since:this.act,document:this.doc?.document??
null,others:this.others},e=await this.transport.call({method:"changes",params:t});this.#t(!0),this.took({changes:e.result,
act:e.result.act})}catch(t){t instanceof L?(this.#t(!1),this.#e()):t instanceof I?this.outbox.expire(t.message):t instanceof
T||console.error(t),this.behind=!1}finally{this.following=!1}this.behind&&await this.follow()}}took(t){this.#t(!0);let e=t.
changes;if(!e||e.act<=this.act)return;if(e.since>this.act){this.follow();return}this.act=e.act,this.emit("act");let s=this.
doc;if(s&&e.document!==s.document)(e.full||e.touched.includes(s.document))&&this.open(s.document,!0).catch(()=>{});else if(s&&
e.version!==void 0&&e.version!==s.version)this.open(s.document,!0).catch(()=>{});else if(s&&e.codings){let n=s.apply(e.codings,
e.full);n.length&&this.emit("codings",{document:s.document,touched:n,full:e.full})}e.parts.includes("codebook")&&this.loadBook().
catch(()=>{}),e.parts.includes("documents")?this.#i("documents"):e.parts.includes("counts")&&this.#i("documents",e.touched),
e.parts.includes("counts")&&this.#i("counts");for(let n of e.parts)n!=="documents"&&n!=="counts"&&this.emit(n)}#i(t,e){t===
"documents"&&(this.stale=e&&this.stale!=="all"?[...this.stale??[],...e]:"all"),clearTimeout(this.timers[t]),this.timers[t]=
setTimeout(()=>{t==="counts"?this.loadCounts().catch(()=>{}):this.loadDocuments(this.stale==="all"?void 0:this.stale??void 0).
catch(()=>{})},400)}async loadDocuments(t){this.stale=null;let e=await this.read("documents",t?{only:t}:{});if(!t)this.documents=
e;else{let s=new Map(e.map(n=>[n.document,n]));this.documents=this.documents.map(n=>s.get(n.document)??n)}this.emit("doc\
uments")}async loadBook(){this.#o(await this.read("codebook")),this.emit("codebook")}async loadCounts(){let t=await this.
read("counts");for(let e of this.codes.values())e.codings=t[e.code]??0;this.emit("counts")}#o(t){this.codebook=t,this.codes=
new Map(t.codes.map(s=>[s.code,s]));let e=t.codes.filter(s=>s.parent===null&&!s.merged_into);this.themes=e.map(s=>s.code),
this.hues=Ve(e)}async open(t,e=!1){if(this.doc?.document===t){if(!e)return this.#r(null),this.doc;if(this.opening&&this.
opening.document!==t)return this.#d(t,()=>this.doc?.document===t)}let s={document:t};this.#r(s);try{return await this.#d(
t,()=>this.opening===s||!this.doc)}finally{this.opening===s&&this.#r(null)}}#r(t){this.opening!==t&&(this.opening=t,this.
emit("opening",t?.document??null))}async#d(t,e){let s=await this.read("document",{document:t,others:this.others});if(!e())
return this.doc;let n=new W(s);if(s.act<this.act){let i=await this.read("changes",{since:s.act,document:t,others:this.others});
if(i.codings&&i.version===n.version&&n.apply(i.codings,i.full),!e())return this.doc}if(this.doc?.version===n.version)for(let i of this.
doc.codings.values())i.unsaved&&i.id.startsWith("unsaved-")&&n.put(i);return this.doc=n,this.emit("doc",n),n}async showOthers(t){
this.others=t,this.doc&&await this.open(this.doc.document,!0)}shows(t){this.shown!==t&&(this.shown=t,this.emit("shown",t))}go(t,e={}){
this.view={id:t,params:e},this.emit("view",this.view)}async show(t,e){try{(await this.open(e.document)).document===e.document&&
!this.opening&&this.go(t,e)}catch(s){this.opening||this.sorry(s)}}async jump(t,e,s){await this.show("code",e===void 0?{document:t}:
{document:t,start:e,end:s??e})}async code(t,e,s,n=null){let i=this.doc;if(!i)return null;let r=i.ordered().find(f=>f.start===
t&&f.end===e&&f.code===s&&f.coder===this.session.coder);if(r&&!n)return this.say(`${this.nameOf(s)} is on these words al\
ready; nothing was coded twice.`),{coding:r.id,stood:!0};let c={document:i.document,version:i.version,start:t,end:e,code:s,
memo:n},l=this.write("add",c,`${this.nameOf(s)} in ${i.document}`),h=R("unsaved-");i.put({id:h,start:t,end:e,code:s,coder:this.
session.coder,origin:"manual",blind:"unknown",suggestion:null,time:new Date().toISOString(),stale:!1,memos:0,key:!1,unsaved:!0});
let u=()=>this.emit("codings",{document:i.document,touched:[[t,e]],full:!1});u();let d=()=>{i.codings.delete(h),this.doc?.
version===i.version&&(this.doc.codings.delete(h),u())};try{let f=await l;return d(),f}catch(f){throw d(),f}}remembered(t,e=null){
try{let s=localStorage.getItem(`qualcode-${t}`);return s===null?e:JSON.parse(s)}catch{return e}}remember(t,e){try{localStorage.
setItem(`qualcode-${t}`,JSON.stringify(e))}catch{}}nameOf(t){return this.codes.get(t)?.name??t}letterOf(t){let e=(this.themes??
[]).indexOf(this.codes.get(t)?.theme??"");return e<0?"?":ei[e%26]+(e>=26?String(Math.floor(e/26)+1):"")}hueOf(t){return this.
hues?.get(this.codes.get(t)?.theme??"")??7}say(t,e="info",s,n){this.emit("say",{words:t,kind:e,action:s,topic:n})}sorry(t){
t instanceof L||t instanceof I||(this.say(t.message??String(t),"error"),t instanceof T||console.error(t))}close(){this.stop?.(),
this.outbox?.close();for(let t of Object.values(this.timers))clearTimeout(t)}};var si=6,ni=[["all","All documents"],["open","Not finished by me"],["done","Finished by me"],["none","Finished by nobody"]],
Ot=class{constructor(t,e,s){this.host=t,this.app=e,this.chosen=s,this.words="",this.stand="all",this.rows=new Map,this.shown=
[],this.order="",this.folded=new Set,this.filter=o("input",{type:"search","aria-label":"Find a document",placeholder:"Fi\
nd a document",autocomplete:"off",spellcheck:"false",dir:"auto",on:{input:()=>this.#t(),keydown:n=>this.#l(n)}}),this.select=
o("select",{"aria-label":"Which documents",on:{change:()=>this.#t()}},ni.map(([n,i])=>o("option",{value:n},i))),this.total=
o("p",{class:"qc-documents-total"}),this.progress=o("progress",{"aria-label":"Documents you have finished"}),this.list=o(
"div",{class:"qc-documents-list",on:{keydown:n=>this.#d(n)}}),this.found=o("p",{class:"qc-unseen",role:"status"}),m(t,o(
"div",{class:"qc-documents-head"},o("h2",null,"Documents"),this.total,this.progress,o("div",{class:"qc-filter"},M("searc\
h"),this.filter),this.select),this.list,this.found),this.offs=[e.on("documents",()=>this.draw()),e.on("doc",()=>this.draw()),
e.on("shown",()=>this.draw()),e.on("opening",n=>this.#n(n))],this.draw()}destroy(){for(let t of this.offs)t()}focus(){this.
filter.focus(),this.filter.select()}#t(){this.words=this.filter.value,this.stand=this.select.value,this.draw(),this.words||
this.list.querySelector("[aria-current]")?.scrollIntoView({block:"nearest"});let t=this.shown.length;this.found.textContent=
this.words||this.stand!=="all"?`${b(t,"document")} shown`:""}draw(){let{app:t}=this,e=this.words.trim().toLocaleLowerCase();
this.shown=t.documents.filter(h=>oi(h,this.stand,t.session.coder)&&ri(h,e));let s=t.documents.filter(h=>tt(h,t.session.coder)===
"whole").length,n=t.documents.length;this.total.textContent=n?`You have finished ${s} of ${n}`:"",this.progress.max=Math.
max(1,n),this.progress.value=s,this.progress.hidden=!n,this.select.hidden=n<2;let i=[...new Set([t.session.coder,...t.session.
coders??[],...t.documents.flatMap(h=>h.passes.map(([u])=>u))])],r=ci(this.shown);for(let h of this.shown)this.#s(h,i);let c=JSON.
stringify(r.map(([h,u])=>[h,u.map(d=>d.document)])),l=this.list.scrollTop;if(c!==this.order||!this.shown.length){this.order=
c;let h=this.list.contains(document.activeElement)?document.activeElement:null;m(this.list,this.shown.length?null:o("p",
{class:"qc-documents-none"},n?"No document fits.":"The study holds no documents yet. Bring some in with `qualcode ingest\
` or `project.ingest`."),r.map(([u,d])=>{let f=o("ul",{"aria-label":u||"Documents"},d.map(w=>this.rows.get(w.document)?.
item)),g={toggle:w=>this.#e(u,w.target)};return u?o("details",{class:"qc-documents-group",open:!!e||!this.folded.has(u),
on:g},o("summary",null,o("h3",null,u),o("span",{class:"qc-count"},String(d.length))),f):f})),h?.focus?.(),this.list.scrollTop=
e?0:l}this.#o()}#e(t,e){this.words.trim()||(e.open?this.folded.delete(t):this.folded.add(t),this.#o())}#n(t){for(let[e,s]of this.
rows)s.button.toggleAttribute("data-opening",e===t&&e!==this.app.doc?.document)}#s(t,e){let{app:s}=this,n=(s.shown??s.doc?.
document)===t.document,i=s.here.filter(d=>d.document===t.document&&d.coder!==s.session.coder).map(d=>d.coder),r=JSON.stringify(
[t,n,e,i]),c=this.rows.get(t.document);if(c?.drawn===r)return;let l=c??this.#i(t.document);if(l.drawn=r,n&&!l.button.hasAttribute(
"aria-current")){let d=l.button.closest("details");d&&(d.open=!0),s.transport.home==="page"&&l.button.scrollIntoView({block:"\
nearest"})}n?l.button.setAttribute("aria-current","true"):l.button.removeAttribute("aria-current");let h=tt(t,s.session.
coder),u=[as(t.kind),b(t.words,"word"),t.codings?b(t.codings,"coding"):"",t.hidden?"others hidden":""];m(l.button,o("spa\
n",{class:"qc-document-mark","data-read":h==="none"&&t.codings?"begun":h},M(rs[h==="none"&&t.codings?"begun":h])),o("spa\
n",{class:"qc-document-words"},o("span",{class:"qc-document-name"},t.document),t.title&&t.title!==t.document?o("span",{class:"\
qc-document-title"},t.title):null,o("span",{class:"qc-document-facts",title:[t.date,"codings: your own"].filter(Boolean).
join(" · ")},u.filter(Boolean).join(" · ")),ai(t,e,s.session.coder),i.length?o("span",{class:"qc-document-here"},M("pe\
rson"),o("span",null,`${N(i.join(", "))} ${i.length===1?"is":"are"} here now`)):null))}#i(t){let{app:e}=this,s=o("button",
{type:"button",class:"qc-document",tabindex:"-1",data:{document:t},on:{click:async i=>{let r=e.view.id;await e.show(ii.has(
r)?r:"code",{document:t}),e.doc?.document===t&&!e.opening&&this.chosen?.(i.detail===0)}}}),n={drawn:"",button:s,item:o("\
li",null,s)};return this.rows.set(t,n),n}#o(){let t=this.#r(),e=t.find(s=>s===document.activeElement)??t.find(s=>s.getAttribute(
"aria-current"))??t[0];for(let s of t)s.tabIndex=s===e?0:-1}#r(){return[...this.list.querySelectorAll(".qc-document")].filter(
t=>!t.closest("details:not([open])"))}#d(t){let e=this.#r(),s=e.indexOf(document.activeElement),n=Math.max(1,Math.floor(
this.list.clientHeight/(e[s]?.offsetHeight||1))-1),i=e.length-1,r={ArrowDown:s+1,ArrowUp:s-1,Home:0,End:i,PageDown:Math.
min(i,s+n),PageUp:Math.max(0,s-n)}[t.key];s<0||r===void 0||t.ctrlKey||t.altKey||t.metaKey||t.shiftKey||(t.preventDefault(),
r<0?this.filter.focus():e[Math.min(r,e.length-1)].focus(),this.#o())}#l(t){t.key==="ArrowDown"?(t.preventDefault(),this.#r()[0]?.
focus(),this.#o()):t.key==="Enter"?(t.preventDefault(),this.#r()[0]?.click()):t.key==="Escape"&&this.filter.value&&(t.preventDefault(),
t.stopPropagation(),this.filter.value="",this.#t())}},ii=new Set(["code","review","compare"]),rs={whole:"check",part:"ha\
lf",begun:"dot",none:"circle"};function tt(a,t){let e="none";for(let[s,n]of a.passes)if(s===t){if(n)return"whole";e="par\
t"}return e}function oi(a,t,e){return t==="open"?tt(a,e)!=="whole":t==="done"?tt(a,e)==="whole":t==="none"?!a.passes.some(
([,s])=>s):!0}function ri(a,t){if(!t)return!0;let e=[a.document,a.title,as(a.kind),a.case,a.phase,a.date].filter(Boolean).
join("  ").toLocaleLowerCase();if(e.includes(t))return!0;let s=e.split(/[^\p{L}\p{N}]+/u);return t.split(/\s+/u).every(n=>s.
some(i=>i.startsWith(n)))}function as(a){return(a??"").replaceAll("_"," ")}var ns={whole:"all of it",part:"part of it",none:"\
not yet"};function ai(a,t,e){if(t.length<2)return null;let s=a.hidden?[e]:t.length>si?t.filter(i=>i===e||tt(a,i)!=="none"):
t,n=a.hidden?0:t.length-s.length;return o("span",{class:"qc-document-coders"},s.map(i=>{let r=tt(a,i);return o("span",{class:"\
qc-document-coder","data-read":r,title:`${N(i)} has read ${ns[r]}`},M(rs[r]),o("span",null,i),o("span",{class:"qc-unseen"},
`: ${ns[r]}; `))}),n?o("span",{class:"qc-document-coder","data-read":"none"},`${n} not yet`):null)}var is="No case",os="\
No phase";function ci(a){let t=new Set(a.map(c=>c.phase??"")),e=new Set(a.map(c=>c.case??""));if(t.size<2&&e.size<2)return[
["",a]];let s=new Map,n=c=>[t.size<2?"":c.phase?/^phase\b/i.test(c.phase)?c.phase:`Phase ${c.phase}`:os,e.size>1?c.case:
""].filter(Boolean).join(" · ")||is;for(let c of a){let l=n(c);s.has(l)||s.set(l,[]),s.get(l)?.push(c)}let i=new Intl.Collator(
"en",{numeric:!0}),r=c=>Number(c===is||c.startsWith(os));return[...s].sort(([c],[l])=>r(c)-r(l)||i.compare(c,l))}function E(a,t){let e=document.activeElement,s=O("title"),n=o("p",{class:"qc-fault",role:"alert"}),i=()=>u.close(),r=!1,
c=!1,l=async f=>{if(!r){r=!0,h("");try{await f()!==!1&&i()}catch(g){u.isConnected?h(g.message??String(g)):a.sorry(g)}finally{
r=!1}}},h=f=>{m(n,N(f)),f&&n.scrollIntoView({block:"nearest"})},u=o("dialog",{class:`qc-dialog ${t.wide?"qc-wide":""} ${t.
class??""}`.trim(),"aria-labelledby":s},o("form",{method:"dialog",novalidate:!0,on:{submit:f=>{f.preventDefault(),t.actions.
length?l(t.actions[0].run):i()}}},o("h2",{id:s},N(t.title)),t.body,n,o("div",{class:"qc-actions"},t.actions.map((f,g)=>g===
0?o("button",{type:"submit",class:`qc-button qc-main ${f.kind??""}`.trim()},f.label):p(f.label,()=>l(f.run),{class:f.kind})),
p(t.cancel??(t.actions.length?"Cancel":"Close"),i)))),d=()=>[...u.querySelectorAll("textarea")].some(f=>f.value.trim()&&
f.value!==f.dataset.was);u.addEventListener("cancel",f=>{f.target!==u||c||!d()||(f.preventDefault(),c=!0,h("Press Esc ag\
ain to close without keeping what you wrote."))}),u.addEventListener("keydown",f=>{f.key==="Enter"&&(f.ctrlKey||f.metaKey)&&
t.actions.length&&(f.preventDefault(),f.stopPropagation(),l(t.actions[0].run))}),u.addEventListener("close",()=>{u.remove(),
e?.isConnected&&e!==document.body?e.focus():a.root.querySelector(".qc-main-view")?.focus({preventScroll:!0})}),a.root.append(
u);for(let f of u.querySelectorAll("textarea"))f.dataset.was=f.value;return u.showModal(),{close:i,element:u,wrong:h}}function C(a,t,e,s,n={}){
return new Promise(i=>{let r=!1;E(a,{title:t,body:[o("p",null,N(e))],actions:[{label:s,kind:n.kind,run:()=>{r=!0}}]}).element.
addEventListener("close",()=>i(r))})}function S(a,t={}){let e=O("field"),s=t.hint?O("hint"):null,n=t.list?.length?O("lis\
t"):null,i={id:e,name:t.name,"aria-describedby":s,required:t.required??!1,placeholder:t.placeholder},r;return t.kind==="\
area"?(r=o("textarea",{...i,rows:t.rows??3,dir:"auto"}),r.value=t.value??""):t.kind==="select"?(r=o("select",i,(t.options??
[]).map(([l,h])=>o("option",{value:l},h))),t.value!==void 0&&(r.value=t.value)):t.kind==="check"?(r=o("input",{...i,type:"\
checkbox"}),r.checked=!!t.value):(r=o("input",{...i,type:t.type??"text",list:n,autocomplete:t.autocomplete??"off",spellcheck:"\
false",dir:t.type?null:"auto"}),r.value=t.value??""),{element:o("div",{class:`qc-field ${t.kind==="check"?"qc-check":""}`.
trim()},o("label",{for:e},a),r,n?o("datalist",{id:n},t.list?.map(l=>o("option",{value:l}))):null,t.hint?o("p",{class:"qc\
-hint",id:s},t.hint):null),input:r}}var re=3,li=8e3,hi=80,di=3e3,Et=class{constructor(t,e){this.app=t,this.leave=e,this.polite=o("div",{class:"qc-said-list",
role:"log","aria-label":"Messages","aria-live":"polite"}),this.assertive=o("div",{class:"qc-said-list",role:"alert"}),this.
earlier=o("p",{class:"qc-earlier",hidden:!0}),this.element=o("div",{class:"qc-foot"},this.earlier,this.assertive,this.polite),
this.all=[],this.asking=!1,this.again=!1,this.offs=[t.on("say",s=>this.say(s)),t.on("view",({id:s})=>this.#n(s)),t.on("a\
ct",()=>{this.#s()})]}destroy(){for(let t of this.offs)t();this.hush()}say({words:t,kind:e,action:s,topic:n}){let i=N(t),
r=h=>h.kind===e&&(h.words===i||n!==void 0&&h.topic===n);for(let h of this.all.filter(r))this.#t(h);let c=new ae(this,i,e,
this.app.view.id,s);c.topic=n,this.all.push(c),(e==="error"?this.assertive:this.polite).append(c.element);let l=this.all.
filter(h=>h.kind!=="error");l.length>re&&this.#t(l.find(h=>!h.held())??l[0]),this.#e(),s?.act!==void 0&&this.app.act>s.act&&
this.#s()}hush(){for(let t of[...this.all])this.close(t)}close(t){let e=t.element.contains(document.activeElement);this.#t(
t),this.#e(),e&&this.leave()}#t(t){clearTimeout(t.timer),t.element.remove(),this.all=this.all.filter(e=>e!==t)}#e(){let t=this.
all.filter(s=>s.kind==="error");t.forEach((s,n)=>s.element.hidden=n<t.length-re);let e=Math.max(0,t.length-re);this.earlier.
hidden=!e,m(this.earlier,e?`${b(e,"earlier message")} of what was not done ${e===1?"waits":"wait"} behind these.`:"")}#n(t){
for(let e of this.all.filter(s=>s.kind!=="error"&&s.view!==t))this.close(e)}async#s(){let t=()=>this.all.filter(e=>e.act!==
void 0);if(this.again=this.asking,!(this.asking||!t().length)){this.asking=!0;try{let e=await this.app.read("undoable");
for(let s of t())s.act!==e?.act&&s.disarm()}catch{}this.asking=!1,this.again&&await this.#s()}}},ae=class{constructor(t,e,s,n,i){
if(this.words=e,this.kind=s,this.view=n,this.act=i?.act,this.topic=void 0,this.does=i?p(i.label,()=>{t.close(this),i.run()},
{class:"qc-small"}):null,this.shut=p("Close message",()=>t.close(this),{icon:"close",bare:!0,class:"qc-small"}),this.element=
o("div",{class:`qc-message ${s==="error"?"qc-error":"qc-info"}`},o("p",{dir:"auto"},e),this.does,this.shut),this.timer=null,
s==="error")return;let r=c=>{this.timer=setTimeout(()=>this.held()?r(di):t.close(this),c)};r((li+e.length*hi)*(i?2:1))}held(){
return this.element.matches(":hover")||this.element.contains(document.activeElement)||document.hidden||!!document.querySelector(
".qc dialog[open]")}disarm(){this.act=void 0,this.does===document.activeElement&&this.shut.focus(),this.does?.remove(),this.
does=null}};function U(a,t,e,s){a.say(t,"info",e?{label:"Undo",run:()=>hs(a,e,s),act:e}:void 0)}function At(a){if(!a)return"your lat\
est act";let{what:t,verb:e,documents:s}=a,n=s.length===1?` in ${s[0]}`:s.length?` in ${s.length} documents`:"";return`${t||
e}${n}`}var cs="undo";function ls(a,t,e){let s=a.view.id==="code"&&e?.documents.length===1&&e.documents[0]!==a.doc?.document?
e.documents[0]:null;a.say(`${t}: ${At(e)}.`,"info",s?{label:`Open ${s}`,run:()=>a.jump(s)}:void 0,cs)}async function hs(a,t,e,s=n=>n()){
if(!a.saved){a.say("Something is not saved yet; undo it when it is.");return}try{ls(a,"Undone",await s(()=>a.write("undo",
{act:t},"undo"))),e?.()}catch{}}async function ce(a,t,e){if(!a.saved){a.say("Something is not saved yet; undo it when it\
 is.");return}let s;try{s=await a.read("undoable")}catch(n){a.sorry(n);return}if(!s){a.say("You have nothing to undo.","\
info",void 0,cs);return}s.large&&!await C(a,"Undo this?",`Your latest act was: ${At(s)}. It is more than one step of cod\
ing.`,"Undo it")||await hs(a,s.act,t,e)}async function le(a,t,e=s=>s()){if(!a.saved){a.say("Something is not saved yet; \
wait until it is.");return}try{ls(a,"Done again",await e(()=>a.write("redo",{},"redo"))),t?.()}catch{}}function et(a,t,e){
return[{keys:"Mod+z",words:"undo",run:()=>{ce(a,e)},repeat:!1,group:t},{keys:"Mod+Shift+z or Mod+y",words:"redo",run:()=>{
le(a,e)},repeat:!1,group:t}]}var ds=["solid","dashed","dotted","double","wavy"],ps=3,us=6,fs=7,Mt=21;function Y(a,t){let e=(a.themes??[]).indexOf(a.codes.
get(t)?.theme??"");return ds[Math.max(0,e)%ds.length]}function Ct(a){let t=[],e=new Map;for(let s of a){let n=t.findIndex(
i=>i<=s.start);n<0&&(n=t.length),t[n]=s.end,e.set(s.id,n)}return e}function Tt(a){let{codings:t,margin:e,pieces:s,block:n}=a;
if(!t.length)return null;let i=e.getBoundingClientRect();if(!i.width&&!i.height)return null;let r=t.map(c=>{let l=s.find(
g=>g.end>Math.max(c.start,n.start)),h=s.filter(g=>g.start<Math.min(c.end,n.end)).at(-1);if(!l||!h)return[0,0];let u=l.element.
getClientRects()[0],d=h.element.getClientRects(),f=d[d.length-1];return u&&f?[u.top-i.top,f.bottom-i.top]:[0,i.height]});
return{height:i.height,reach:r}}function Nt(a,t,e,s,n=!1){let{codings:i,margin:r,block:c}=t;if(!e){r.childNodes.length&&
m(r);return}let l=Math.min(us,1+Math.max(...t.lanes.values()));r.style.setProperty("--qc-lanes",`${l*fs+4}px`);let h=[];
i.forEach((k,y)=>{let v=t.lanes.get(k.id)??0;if(v>=us)return;let[$,x]=e.reach[y];h.push(o("i",{class:`qc-bar ${k.start>=
c.start?"qc-begins":""} ${k.end<=c.end?"qc-ends":""} ${k.id===s?"qc-active":""} ${k.coder===a.session.coder?"":"qc-other"}`,
data:{coding:k.id,hue:a.hueOf(k.code),line:Y(a,k.code)},style:{top:`${Math.max(0,$+3)}px`,height:`${Math.max(8,x-$-6)}px`,
"inset-inline-start":`${v*fs}px`}}))});let u=Math.max(1,Math.floor((e.height+4)/Mt)),d=i.map((k,y)=>({each:k,top:e.reach[y][0]}));
d.sort((k,y)=>k.top-y.top);let f=0;if(d.length>u){let k=Math.max(1,u-1),y=d.findIndex(({each:$})=>$.id===s),v=d.slice(0,
k);y>=k&&(v[k-1]=d[y]),f=d.length-v.length,d=v}let g=d.length+(u>1&&f?1:0),w=0,q=d.map(({each:k,top:y},v)=>{let $=Math.max(
w,Math.min(y,e.height-(g-v)*Mt));return w=$+Mt,ui(a,k,$,s,u===1&&f?f:0)});if(f&&u>1){let k=i.filter(y=>!d.some(v=>v.each===
y));q.push(o("button",{type:"button",tabindex:"-1",class:"qc-name qc-more-names",data:{coding:k[0].id},style:{top:`${Math.
min(w,Math.max(0,e.height-Mt))}px`}},`+${f}`,o("span",{class:"qc-unseen"},` more: ${k.map(y=>a.nameOf(y.code)).join(", ")}`)))}
m(r,h,q),n&&Lt(r,!0)}var ms=32;function gs(a,t,{codings:e,margin:s,block:n}){m(s,e.length?o("ul",{class:"qc-printed"},e.
map(i=>{let r=i.start>=n.start,c=t.printed(i.start,i.end),l=c.length>ms?`${c.slice(0,ms).replace(/\s\S*$/u,"")} …`:c,h=[
i.coder===a.session.coder?"":i.coder,i.key?"★":"",i.memos?"✎":"",r?"":"continued"];return o("li",{data:{hue:a.hueOf(
i.code),line:Y(a,i.code)}},o("span",{class:"qc-letter"},a.letterOf(i.code))," ",o("b",null,a.nameOf(i.code)),h.filter(Boolean).
map(u=>` · ${u}`),r&&e.length>1?o("span",{class:"qc-quiet"},` “${l}”`):null)})):null)}function Lt(a,t){for(let e of a.
querySelectorAll(".qc-name"))e.setAttribute("tabindex",t||e.hasAttribute("aria-current")?"0":"-1")}function ui(a,t,e,s,n){
let i=t.coder===a.session.coder,r=[t.unsaved?"not saved yet":"",t.memos?"with a memo":"",t.key?"key quotation":"",t.stale?
"older definition":"",n?`and ${n} more here`:""].filter(Boolean);return o("button",{type:"button",tabindex:t.id===s?"0":
"-1",class:`qc-name ${i?"":"qc-other"} ${t.unsaved?"qc-unsaved":""}`,"aria-current":t.id===s?"true":null,data:{coding:t.
id,hue:a.hueOf(t.code),line:Y(a,t.code)},style:{top:`${Math.max(0,e)}px`}},o("span",{class:"qc-letter"},a.letterOf(t.code)),
o("span",{class:"qc-name-words"},a.nameOf(t.code)),i?null:o("span",{class:"qc-name-marks"},t.coder),t.key||t.memos||t.stale?
o("span",{class:"qc-name-marks","aria-hidden":"true"},t.key?"★":"",t.memos?"✎":"",t.stale?"≠":""):null,n?o("span",
{class:"qc-name-marks","aria-hidden":"true"},`+${n}`):null,r.length?o("span",{class:"qc-unseen"},`(${r.join(", ")})`):null)}var ht=["1","2","3","4","5","6","7","8","9"],fi=5;function ys(a,t){let e=`${t}-${a.session.project}-${a.session.coder}`;
return{read:()=>a.remembered(e),write:s=>a.remember(e,s)}}var he=class{constructor(t){this.app=t,this.store=ys(t,"hotkey\
s"),this.chosen={};let e=this.store.read();if(e&&typeof e=="object")for(let s of ht)typeof e[s]=="string"&&(this.chosen[s]=
e[s]);this.freed=new Set,this.fill(!0)}fill(t=!1){let e=JSON.stringify(this.chosen);for(let i of ht){let r=this.chosen[i];
if(!r||this.app.codes.get(r)?.applicable)continue;let c=this.#t(r);c&&!this.keyOf(c)?this.chosen[i]=c:(delete this.chosen[i],
t||this.freed.add(i))}let s=new Set(Object.values(this.chosen)),n=[...this.app.codes.values()].filter(i=>i.applicable&&!s.
has(i.code));for(let i of ht){if(this.chosen[i]!==void 0||this.freed.has(i))continue;let r=n.shift();r&&(this.chosen[i]=
r.code)}JSON.stringify(this.chosen)!==e&&this.store.write(this.chosen)}#t(t){for(let e=0;e<50;e++){let s=this.app.codes.
get(t);if(s?.applicable)return t;let n=s?.merged_into??[...this.app.codes.values()].find(i=>i.formerly.includes(t))?.code;
if(!n)return null;t=n}return null}codeOf(t){return this.chosen[t]||null}keyOf(t){return ht.find(e=>this.chosen[e]===t)??
null}assign(t,e){let s=e&&this.keyOf(e);s&&(this.chosen[s]=""),this.chosen[t]=e,this.freed.delete(t),this.store.write(this.
chosen)}};function K(a){return a.normalize("NFKD").replace(/\p{M}/gu,"").toLocaleLowerCase()}function G(a,t,e){let s=K(e).
trim().split(/\s+/).filter(Boolean),n=K(t.name),i=K(t.code),r=K(a.nameOf(t.theme)),c=K([t.definition,...t.include,...t.examples].
join(" ")),l=0;for(let h of s){let u=n.startsWith(h)||i===h?0:n.split(/[\s/_-]+/).some(d=>d.startsWith(h))?1:n.includes(
h)||i.includes(h)?2:r.includes(h)?3:c.includes(h)?4:null;if(u===null)return null;l=Math.max(l,u)}return l}var jt=class{constructor(t,e,s){
this.app=e,this.given=s,this.hotkeys=new he(e),this.recents=ys(e,"recent"),this.purpose=null,this.picked=0,this.offered=
null,this.options=[];let n=O("codes");this.input=o("input",{type:"search",role:"combobox","aria-expanded":"true","aria-c\
ontrols":n,"aria-autocomplete":"list","aria-label":"Find a code",placeholder:"Find a code",autocomplete:"off",spellcheck:"\
false",on:{input:()=>this.#e(),focus:()=>this.draw(),blur:()=>this.draw()}}),this.list=o("div",{class:"qc-codes",role:"l\
istbox",id:n,"aria-label":"Codes",tabindex:"-1"}),this.told=o("p",{class:"qc-unseen",role:"status"}),this.banner=o("p",{
class:"qc-purpose",hidden:!0}),this.keys=o("p",{class:"qc-hint"},o("kbd",null,"/")," to type, ",o("kbd",null,"1"),"–",
o("kbd",null,"9")," put a code on. ",o("button",{type:"button",class:"qc-link",on:{click:()=>s.numbers()}},"Change numbe\
rs")),t.append(this.banner,o("div",{class:"qc-filter"},M("search"),this.input),this.keys,this.list,this.told),this.list.
addEventListener("mousedown",i=>i.preventDefault()),this.list.addEventListener("click",i=>{if(i.detail>1)return;let r=i.
target.closest("[role=option]");r&&this.#o(r)}),this.draw()}bindings(){let t=s=>n=>document.activeElement===this.input?s(
n):!1,e="Finding a code";return[{keys:"ArrowDown",words:"next code of the list",run:t(()=>this.#s(this.picked+1)),typing:!0,
group:e},{keys:"ArrowUp",words:"code before",run:t(()=>this.#s(this.picked-1)),typing:!0,group:e},{keys:"Enter",words:"p\
ut it on",run:t(()=>this.options[this.picked]&&this.#o(this.options[this.picked])),typing:!0,group:e},...ht.map(s=>({keys:`\
Alt+${s}`,words:"give it the number 1 (with 2 to 9 the others)",run:t(()=>this.#n(s)),typing:!0,quiet:s!=="1",group:e})),
{keys:"Escape",words:"back to the text",typing:!0,group:e,run:t(()=>{this.input.value="",this.given.leave(),this.draw()})}]}focus(){
this.input.focus(),this.input.select()}offer(t){this.input.value=this.app.nameOf(t),this.offered=t,this.#e()}clear(){this.
input.value="",this.picked=0,this.draw()}used(t){let e=this.#t().filter(s=>s!==t);this.recents.write([t,...e].slice(0,12))}setPurpose(t){
this.purpose=t,this.banner.hidden=!t,m(this.banner,t," ",o("button",{type:"button",class:"qc-link",on:{click:()=>this.given.
leave()}},"Cancel"))}#t(){let t=this.recents.read();return Array.isArray(t)?t.filter(e=>this.app.codes.get(e)?.applicable):
[]}#e(){this.picked=0,this.draw();let t=this.options.length-1;this.told.textContent=this.input.value.trim()?t?`${t} ${t===
1?"code":"codes"}`:"No code fits":""}#n(t){let e=this.options[this.picked]?.dataset.code;e&&(this.hotkeys.assign(t,e),this.
app.say(`${t} puts ${this.app.nameOf(e)} on from now on.`),this.draw())}#s(t){this.options.length&&(this.options[this.picked]?.
setAttribute("aria-selected","false"),this.picked=(t+this.options.length)%this.options.length,this.#i(),this.options[this.
picked].scrollIntoView({block:"nearest"}))}#i(){let t=this.options[this.picked],e=document.activeElement===this.input;t&&
e?(t.setAttribute("aria-selected","true"),this.input.setAttribute("aria-activedescendant",t.id)):(t?.setAttribute("aria-\
selected","false"),this.input.removeAttribute("aria-activedescendant"))}#o(t){t.dataset.code?this.given.take(t.dataset.code):
this.given.make(this.input.value.trim())}counts(){for(let t of this.options){let e=this.app.codes.get(t.dataset.code??"")?.
codings,s=t.querySelector(".qc-count");s&&(s.textContent=e?e.toLocaleString("en"):"")}}draw(){let{app:t}=this;this.hotkeys.
fill();let e=this.input.value.trim(),s=document.activeElement===this.input,n=[...t.codes.values()].filter(h=>h.applicable),
i=[];this.options=[];let r=(h,u)=>{let d=this.hotkeys.keyOf(h.code),f=o("div",{class:"qc-code",role:"option",id:O("code"),
"aria-selected":"false",data:{code:h.code,hue:t.hueOf(h.code),line:Y(t,h.code)},title:[h.name.length>60?h.name:"",h.definition].
filter(Boolean).join(": ")||null,style:u?{"--qc-depth":String(u)}:{}},o("span",{class:"qc-letter"},t.letterOf(h.code)),o(
"span",{class:"qc-code-name"},h.name),o("span",{class:"qc-count",title:"your codings"},h.codings?h.codings.toLocaleString(
"en"):""),d?[o("span",{class:"qc-unseen"}," key "),o("kbd",{title:`press ${d}`},d)]:null);return this.options.push(f),f};
if(e){let h=this.#t(),u=f=>h.includes(f.code)?h.indexOf(f.code):h.length,d=n.map((f,g)=>({each:f,place:g,score:G(t,f,e)})).
filter(({score:f})=>f!==null).sort((f,g)=>f.score-g.score||u(f.each)-u(g.each)||f.place-g.place);this.offered&&e===t.nameOf(
this.offered).trim()?d.sort((f,g)=>+(g.each.code===this.offered)-+(f.each.code===this.offered)):this.offered=null,i.push(
d.map(({each:f})=>r(f,0)))}else{let h=s?this.#t().slice(0,fi):[];h.length&&i.push(ws("Used last",h.map(u=>r(t.codes.get(
u),0))));for(let u of t.themes??[]){let d=n.filter(f=>f.theme===u);d.length&&i.push(ws(t.nameOf(u),d.map(f=>r(f,this.#r(
f))),t.hueOf(u),d[0].code===u))}}let c=o("div",{class:"qc-code qc-new-code",role:"option",id:O("code"),"aria-selected":"\
false"},M("plus"),o("span",{class:"qc-code-name"},e?`New code “${e}” …`:"New code …"));this.options.push(c);let l=this.
list.scrollTop;m(this.list,i,c),this.list.scrollTop=e||s?0:l,this.picked=Math.min(this.picked,this.options.length-1),this.#i()}#r(t){
let e=0;for(let s=t;s.parent&&e<6;e++){let n=this.app.codes.get(s.parent);if(!n)break;s=n}return e}};function ws(a,t,e,s=!1){
let n=O("group");return o("div",{role:"group",class:"qc-code-group","aria-labelledby":n,data:e===void 0?{}:{hue:e}},o("d\
iv",{class:s?"qc-unseen":"qc-code-theme",id:n,role:"presentation"},a),t)}var mi=350,de=4;function V(a){let t=new Date(a);return Number.isNaN(t.getTime())?a:t.toLocaleString("en-GB",{day:"numeri\
c",month:"short",year:"numeric",hour:"2-digit",minute:"2-digit"})}var pi={manual:"by hand",accepted:"suggestion accepted",
revised:"suggestion revised",consensus:"settled together",imported:"imported"},gi={yes:"coded blind",no:"not blind",unknown:""};
function ue(a){return[a.coder,pi[a.origin]??a.origin,gi[a.blind]??"",a.unsaved?"not saved yet":V(a.time),a.stale?"the de\
finition has changed since":"",a.key?"key quotation":"",a.memos?`${a.memos} ${a.memos===1?"memo":"memos"}`:""].filter(Boolean)}
var It=class{constructor(t){this.text=t,this.element=o("div",{class:"qc-tip",role:"tooltip",id:O("tip"),hidden:!0}),this.
timer=null,this.of="",t.element.after(this.element),this.over=e=>this.#t(e),this.away=e=>{let s=e.relatedTarget;s&&(this.
element.contains(s)||t.element.contains(s))||this.hide()},this.key=e=>{e.key==="Escape"&&!this.element.hidden&&this.hide()},
t.element.addEventListener("pointerover",this.over),t.element.addEventListener("pointerleave",this.away),this.element.addEventListener(
"pointerleave",this.away),document.addEventListener("keydown",this.key,!0),this.scrolled=()=>this.hide(),document.addEventListener(
"scroll",this.scrolled,{capture:!0,passive:!0})}destroy(){clearTimeout(this.timer),document.removeEventListener("keydown",
this.key,!0),document.removeEventListener("scroll",this.scrolled,{capture:!0}),this.element.remove()}hide(){clearTimeout(
this.timer),this.of="",this.element.hidden=!0,this.text.highlights.show("named",[])}#t(t){let s=t.target.closest("[data-\
codes], .qc-name, .qc-bar");if(!s||t.buttons){(!this.element.hidden||this.of)&&this.hide();return}let n=s.dataset.codes??
s.dataset.coding??"";if(n===this.of)return;this.hide(),this.of=n;let i=n.split(" ").map(r=>this.text.doc.codings.get(r)??
this.text.shown().find(c=>c.id===r)).filter(r=>!!r);s.dataset.coding&&this.text.highlights.show("named",i.map(r=>[r.start,
r.end])),this.timer=setTimeout(()=>this.#e(s,i),mi)}#e(t,e){let{app:s}=this.text;if(!e.length||!t.isConnected)return;m(this.
element,e.slice(0,de).map(l=>o("div",{class:"qc-tip-one",data:{hue:s.hueOf(l.code)}},o("b",null,o("span",{class:"qc-lett\
er"},s.letterOf(l.code))," ",s.nameOf(l.code)),o("span",{class:"qc-quiet"},ue(l).join(" · ")),e.length===1&&s.codes.get(
l.code)?.definition?o("p",null,s.codes.get(l.code)?.definition):null)),e.length>de?o("p",{class:"qc-quiet"},`and ${e.length-
de} more; click, and click again, to go through them`):null),this.element.hidden=!1;let n=t.getClientRects()[0]??t.getBoundingClientRect(),
i=this.element.getBoundingClientRect(),r=Math.max(8,Math.min(n.left,innerWidth-i.width-8)),c=n.bottom+6;this.element.style.
setProperty("left",`${r}px`),this.element.style.setProperty("top",`${c+i.height>innerHeight-8?Math.max(8,n.top-i.height-
6):c}px`)}};function dt(a){return`Turn ${a.number}`}function bs(a,t){let e=dt(a);return t.startsWith(e)&&!/^[\p{L}\p{N}]|^\.\p{N}/u.
test(t.slice(e.length))}function fe(a,t,e){for(let s of a.drawn.values()){let{first:n,turn:i}=s.block;if(!n||!i)continue;
let r=t[i.number]??0,c=s.element.querySelector(".qc-turn-memo");if(c?.dataset.number===String(r)||!c&&!r)continue;let l=c===
document.activeElement;if(c?.remove(),!r){l&&a.focus();continue}let h=p(r>1?String(r):"",()=>e(i),{icon:"memo",class:"qc\
-small qc-turn-memo",data:{number:r},"aria-label":`${b(r,"memo")} on turn ${i.number}`,title:`${b(r,"memo")} on this tur\
n`});(s.element.querySelector(".qc-who")??s.element).append(h),l&&h.focus()}}function ks(a,t,e,s){let n=S("Name",{value:t,required:!0}),i=S("Definition",{kind:"area",rows:4,hint:"When is it put on,\
 and when not? Two sentences now spare long talks later, and without them nobody else can code as you do."}),r=(a.themes??
[]).map(u=>[u,a.nameOf(u)]),c=S("Theme",{kind:"select",options:[["","(a theme of its own)"],...r],value:""}),l=!1,h=E(a,
{title:"New code",body:[n.element,i.element,c.element,o("p",{class:"qc-hint"},s)],actions:[{label:"Add the code",run:async()=>{
let u=n.input.value.trim().replace(/\s+/g," "),d=i.input.value.trim();if(!u)return h.wrong("A code needs a name."),n.input.
focus(),!1;let f=[...a.codes.values()].find(q=>q.name.toLocaleLowerCase()===u.toLocaleLowerCase()&&!q.merged_into);if(f)
return h.wrong(`There is a code ${f.name} already${f.definition?`: ${f.definition.replace(/\.$/,"")}`:""}. Use it, or ch\
oose another name.`),n.input.focus(),!1;if(!d&&!l)return l=!0,h.wrong("It has no definition yet. Say in a sentence when \
it is put on; or press “Add the code” once more to leave it open."),i.input.focus(),!1;let g=await a.write("book_add",
{name:u,parent:c.input.value||null,definition:d},`new code ${u}`,{quiet:!0});await a.loadBook();let w=g?.code??[...a.codes.
values()].find(q=>q.name===u)?.code;if(!w)throw new Error("The code was added, but is not in the codebook as it is now. \
Look there.");for(let q of g?.hints??[])a.say(q);e(w)}}]});(t?i.input:n.input).focus()}function vs(a,t){return new Promise(
e=>{let s=null,n=t.there.length===1;E(a,{title:`${a.nameOf(t.code)} is here already`,body:[o("p",null,n?"Part of these w\
ords carries this code:":`Parts of these words carry this code ${t.there.length} times:`),t.there.slice(0,3).map(r=>o("b\
lockquote",{class:"qc-said"},st(t.words(r.start,r.end)))),o("p",{class:"qc-hint"},"Coded twice, the words would count as\
 two codings.")],actions:[...n?[{label:"Make it one coding over all of it",run:()=>{s="join"}}]:[],{label:"Code it as we\
ll",run:()=>{s="anyway"}}]}).element.addEventListener("close",()=>e(s))})}function st(a,t=160){let e=[...a];return e.length>
t?`${e.slice(0,t-20).join("")} … ${e.slice(-15).join("")}`:a}function qs(a,t,e){let s=t.looked==="seen",n=S("Did you c\
ode it without sight of other coders’ codings and of suggestions?",{kind:"select",options:s?[["no","No: I have seen th\
em here"]]:[["yes","Yes, blind"],["no","No"],["unknown","I cannot say"]],value:s?"no":t.looked==="hidden"?"yes":"unknown",
hint:s?"They were shown on this page while you worked on this document.":t.looked==="hidden"?"This page has not shown yo\
u any on this document. Say no if you have seen them elsewhere.":""}),i=[...t.codings.values()].filter(r=>r.coder===a.session.
coder).length;E(a,{title:`Done with ${t.document}`,body:[o("p",null,"You have read it to the end for every code of the c\
odebook. From now on, where you have put no coding, it means “no” rather than “not read yet”, and the document counts in\
 tables and in agreement."),i?null:o("p",{class:"qc-note"},"You have put no coding on it. That is a finding, too, if it \
is so."),n.element,o("p",{class:"qc-hint"},"You can go on coding it afterwards, and Undo takes this back.")],actions:[{label:"\
Record it as done",run:async()=>{let r=n.input.value,c={document:t.document,version:t.version,blind:r==="unknown"?r:r===
"yes"};await a.write("done",c,`${t.document} done`,{quiet:!0}),e()}}]})}function xs(a,t,e){let s=[["","(none)"],...[...a.
codes.values()].filter(i=>i.applicable).map(i=>[i.code,`${a.letterOf(i.code)}  ${i.name}`])],n=["1","2","3","4","5","6",
"7","8","9"].map(i=>({digit:i,made:S(i,{kind:"select",options:s,value:t.codeOf(i)??""})}));E(a,{title:"Numbers of codes",
body:[o("p",{class:"qc-hint"},"Select words and press the number. Kept for you in this browser."),o("div",{class:"qc-num\
bers"},n.map(({made:i})=>i.element))],actions:[{label:"Use these",run:()=>{for(let{digit:i,made:r}of n)(t.codeOf(i)??"")!==
r.input.value&&t.assign(i,r.input.value);e()}}]})}function nt(a,t){let e=o("div",{class:"qc-memo-list"},o("p",{class:"qc\
-quiet"},"Looking for memos …")),s=S("New memo",{kind:"area",rows:4}),n=S("Title (may be empty)",{value:t.title??"",hint:t.
turn?`As long as it begins with “${dt(t.turn)}” the memo is marked at this turn.`:""}),i=null,r=async()=>{try{let l=await a.
read("memos",{on:t.on,others:a.others}),{turn:h}=t,u=h?l.filter(d=>bs(h,d.title??"")):l;m(e,u.map(d=>o("article",{class:"\
qc-memo"},o("p",{class:"qc-quiet"},[d.coder,V(d.time)].join(" · ")),d.title?o("h3",null,d.title):null,o("p",{class:"qc-\
memo-words"},d.text),d.mine?o("p",{class:"qc-toolbar"},p("Change",()=>{i=d.id,s.input.value=d.text,n.input.value=d.title??
"",s.element.querySelector("label").textContent="The memo, changed",s.input.focus()},{class:"qc-small"}),p("Take back",async()=>{
if(await C(a,"Take this memo back?","It stays in the history of the study.","Take it back")){try{await a.write("memo_ret\
ract",{memo:d.id},"memo taken back",{quiet:!0})}catch(f){c.wrong(f.message)}await r(),s.input.focus(),t.then?.()}},{class:"\
qc-small"})):null)))}catch(l){m(e,o("p",{class:"qc-fault"},l.message))}},c=E(a,{title:t.heading,body:[t.quoted?o("blockq\
uote",{class:"qc-said"},st(t.quoted)):null,e,s.element,n.element],actions:[{label:"Save the memo",run:async()=>{let l=s.
input.value.trim();if(!l)throw new Error("A memo needs words.");i?await a.write("memo_edit",{memo:i,text:l,title:n.input.
value.trim()},"memo changed",{quiet:!0}):await a.write("memo_add",{on:t.on,text:l,title:n.input.value.trim()},"memo",{quiet:!0}),
t.then?.()}}]});s.input.focus(),r()}function me(a){m(a,o("h2",{class:"qc-unseen"},"Selection"),o("p",{class:"qc-hint qc-begin"},"Select words with the mouse\
, then click a code below. By keys: ",o("kbd",null,"↑")," ",o("kbd",null,"↓")," go from turn to turn, ",o("kbd",null,
"Enter")," selects one, ",o("kbd",null,"Shift")," ",o("kbd",null,"→")," selects words; ",o("kbd",null,"?")," shows all\
 keys."))}function $s(a,t,e,s,n){let i=e.printed(s.start,s.end),r=i.split(/\s+/).filter(Boolean).length,c=new Set(e.blocksIn(
s.start,s.end).map(h=>h.turn).filter(h=>!!h)),l=e.codingsIn(s.start,s.end).filter(h=>h.coder===t.session.coder);m(a,o("d\
iv",{class:"qc-here-head"},o("h2",null,"Selected"),o("span",{class:"qc-count"},b(r,"word"),c.size>1?`, ${c.size} turns`:
""),p("Clear the selection",n.clear,{icon:"close",bare:!0,class:"qc-small qc-push"})),o("blockquote",{class:"qc-said qc-\
selected",dir:"auto"},st(i,100)),l.length?o("ul",{class:"qc-also"},l.slice(0,6).map(h=>o("li",null,Ss(t,h,n.look))),l.length>
6?o("li",{class:"qc-quiet"},`and ${l.length-6} more`):null):null,o("div",{class:"qc-toolbar"},p("Memo",n.memo,{icon:"mem\
o",class:"qc-small",keys:"m"}),p("Copy",n.copy,{class:"qc-small"})))}function Ss(a,t,e){return o("button",{type:"button",
class:"qc-chip",data:{hue:a.hueOf(t.code)},on:{click:()=>e(t)}},o("span",{class:"qc-letter"},a.letterOf(t.code))," ",a.nameOf(
t.code),t.coder===a.session.coder?null:o("span",{class:"qc-quiet"},` · ${t.coder}`))}function Os(a,t,e,s,n){let i=t.codes.
get(s.code),r=s.coder===t.session.coder,c=e.codingsIn(s.start,s.end).filter(u=>u!==s),l=i&&i.theme!==i.code?t.nameOf(i.theme):
"",h=o("div",{class:"qc-noted"});m(a,o("div",{class:"qc-card",data:{hue:t.hueOf(s.code)}},o("div",{class:"qc-here-head"},
o("span",{class:"qc-letter"},t.letterOf(s.code)),o("h2",null,t.nameOf(s.code)),p("Back to the selection",()=>n.look(null),
{icon:"close",bare:!0,class:"qc-small qc-push",keys:"Escape"})),l?o("p",{class:"qc-quiet"},l):null,o("blockquote",{class:"\
qc-said",dir:"auto"},st(e.printed(s.start,s.end),120)),o("p",{class:"qc-facts"},ue(s).join(" · ")),n.moving?o("div",{class:"\
qc-note"},o("p",null,n.moving),o("p",{class:"qc-toolbar"},p("Save the edges",n.save,{class:"qc-small qc-main"}),p("Leave\
 them",n.leave,{class:"qc-small"}))):s.unsaved?o("p",{class:"qc-note"},"Not saved yet. It is kept in this page and sent \
as soon as the study answers; then it can be changed."):o("div",{class:"qc-toolbar"},r?[p("Edges",n.edges,{class:"qc-sma\
ll",keys:"e"}),n.toSelection?p("Edges to the selected words",n.toSelection,{class:"qc-small"}):null,p("Change code",n.code,
{class:"qc-small",keys:"r"})]:null,p(s.memos?`Memos (${s.memos})`:"Memo",n.memo,{icon:"memo",class:"qc-small",keys:"m"}),
p(s.key?"Key quotation":"Make it a key quotation",n.key,{class:"qc-small","aria-pressed":s.key?"true":"false",keys:"k"}),
p("Copy",n.copy,{class:"qc-small",keys:"q"}),r?p("Retract",n.retract,{icon:"trash",class:"qc-small qc-danger",keys:"Dele\
te"}):null),s.stale?o("p",{class:"qc-note qc-warn"},"Coded under an earlier definition. Read the present one, and change\
 or keep the coding."):null,i?.definition?o("p",{class:"qc-definition"},i.definition):o("p",{class:"qc-quiet"},i?"No def\
inition yet.":"This code is not in the codebook any more."),i&&(i.include.length||i.exclude.length)?o("details",null,o("\
summary",null,"When it is put on, and when not"),i.include.length?o("p",null,o("b",null,"Yes: "),i.include.join("; ")):null,
i.exclude.length?o("p",null,o("b",null,"No: "),i.exclude.join("; ")):null):null,h,c.length?o("div",null,o("h3",null,"Als\
o on these words"),o("ul",{class:"qc-also"},c.slice(0,8).map(u=>o("li",null,Ss(t,u,n.look))),c.length>8?o("li",{class:"q\
c-quiet"},`and ${c.length-8} more`):null)):null)),s.memos&&t.read("memos",{on:s.id,others:t.others}).then(u=>{h.isConnected&&
m(h,u.slice(0,3).map(d=>o("article",{class:"qc-memo"},o("p",{class:"qc-quiet"},[d.coder,V(d.time)].join(" · ")),d.title?
o("h3",null,d.title):null,o("p",{class:"qc-memo-words"},st(d.text,400)))))},()=>{})}var it=class{constructor(t,e,s){this.text=t,this.coding=e,this.given=s,this.start=e.start,this.end=e.end,this.side="end",
this.byKeys=!1,this.handles={start:o("div",{class:"qc-handle qc-handle-start","aria-hidden":"true"}),end:o("div",{class:"\
qc-handle qc-handle-end","aria-hidden":"true"})};for(let n of["start","end"])this.handles[n].addEventListener("pointerdo\
wn",i=>this.#t(i,n)),t.element.append(this.handles[n]);this.place()}destroy(){this.stopped?.();for(let t of Object.values(
this.handles))t.remove();this.text.highlights.show("edges",[])}place(){let t=this.text.ranges(this.start,this.end),e=this.
text.element.getBoundingClientRect(),s=t[0]?.getClientRects()[0],n=t.length?[...t[t.length-1].getClientRects()].at(-1):null,
i=c=>getComputedStyle(c.startContainer.parentElement).direction==="rtl";for(let[c,l]of[["start",s],["end",n]]){let h=this.
handles[c];if(h.hidden=!l,!l)continue;let u=c==="end"!==i(t[c==="end"?t.length-1:0]);h.style.setProperty("left",`${(u?l.
right:l.left)-e.left}px`),h.style.setProperty("top",`${l.top-e.top}px`),h.style.setProperty("height",`${l.height}px`),h.
classList.toggle("qc-now",this.byKeys&&c===this.side)}let r=this.start!==this.coding.start||this.end!==this.coding.end;this.
text.highlights.show("edges",this.byKeys||r?[[this.start,this.end]]:[])}move(t,e){let{doc:s}=this.text,n=[this.start,this.
end],i=t==="start"?Math.min(e,s.step(this.end,-1)):this.start,r=t==="end"?Math.max(e,s.step(this.start,1)):this.end,c=s.
snapped(i,r);if(this.start=c.start,this.end=c.end,this.place(),!this.byKeys||this.start===n[0]&&this.end===n[1])return;let l=s.
printed(this.start,this.end).split(" ");this.text.spoken?.say(t==="end"?`ends with ${l.at(-1)}, ${b(l.length,"word")}`:`\
begins with ${l[0]}, ${b(l.length,"word")}`)}save(){let t=this.text.doc.trimmed(this.start,this.end);t&&(t.start!==this.
coding.start||t.end!==this.coding.end)?this.given.save(t.start,t.end):this.given.leave()}#t(t,e){if(t.button)return;t.preventDefault();
let s=this.handles[e],n=this.text.scroller;for(let c of Object.values(this.handles))c.classList.add("qc-held");let i=c=>{
let l=n?.getBoundingClientRect();l&&n&&(c.clientY<l.top+24&&n.scrollBy(0,-16),c.clientY>l.bottom-24&&n.scrollBy(0,16));let h=this.
text.pointAt(c.clientX,c.clientY);h!==null&&this.move(e,h)},r=()=>{this.stopped?.(),this.save()};this.stopped=()=>{this.
stopped=void 0,document.removeEventListener("pointermove",i),document.removeEventListener("pointerup",r),document.removeEventListener(
"pointercancel",r);for(let c of Object.values(this.handles))c.classList.remove("qc-held")},s.setPointerCapture?.(t.pointerId),
s.releasePointerCapture?.(t.pointerId),document.addEventListener("pointermove",i),document.addEventListener("pointerup",
r),document.addEventListener("pointercancel",r)}begin(){this.byKeys=!0,this.place(),this.#e()}#e(){let t=this.side==="en\
d"?"end":"beginning";this.given.tell(`Moving the ${t}: ← → by word, Shift by character, Tab for the other edge, Enter sa\
ves, Esc leaves it as it was.`),this.text.spoken?.say(`Moving the ${t}: left and right arrow by word, with Shift by char\
acter, Tab for the other edge, Enter saves, Escape leaves it as it was.`)}bindings(){let{doc:t}=this.text,e="Moving edge\
s",s=i=>{let r=this.text.drawn.get(t.blocks[t.blockAt(this[this.side])]);return i.key==="ArrowRight"!=(!!r&&getComputedStyle(
r.words).direction==="rtl")};return[{keys:"ArrowRight or ArrowLeft",words:"move the edge by a word",run:i=>{let r=this[this.
side],c=s(i);if(this.side==="start"){let l=c?t.word(r+1,1):t.word(r,-1);l&&this.move("start",l[0])}else if(c){let l=t.word(
r,1),h=t.word(r,-1);h&&h[1]>r&&(l=h),l&&this.move("end",l[1])}else{let l=t.word(r,-1);l&&l[1]>=r&&(l=t.word(l[0],-1)),l&&
this.move("end",l[1])}},group:e},{keys:"Shift+ArrowRight or Shift+ArrowLeft",words:"by a character",run:i=>this.move(this.
side,t.step(this[this.side],s(i)?1:-1)),group:e},{keys:"Tab or Shift+Tab",words:"the other edge",group:e,run:()=>{this.side=
this.side==="end"?"start":"end",this.place(),this.#e()}},{keys:"Enter",words:"save the edges",run:()=>this.save(),group:e},
{keys:"Escape",words:"leave them as they were",run:()=>this.given.leave(),group:e}]}};var _t=class{constructor(t){this.ranges=t,this.own=new Map}show(t,e){let s=this.own.get(t)??{stretches:[],shown:[]};!e.length&&
!s.stretches.length||(s.stretches=e,this.own.set(t,s),this.#t(t))}again(){for(let[t,e]of this.own)e.stretches.length&&this.#t(
t)}clear(){for(let t of this.own.keys())this.show(t,[])}#t(t){let e=globalThis.CSS?.highlights,s=this.own.get(t);if(!e||
!s)return;let n=globalThis.Highlight,i=e.get(`qc-${t}`);i||e.set(`qc-${t}`,i=new n);for(let r of s.shown)i.delete(r);s.shown=
s.stretches.flatMap(([r,c])=>this.ranges(r,c));for(let r of s.shown)i.add(r)}};function Es(a){let{doc:t}=a,e=()=>document.activeElement?.contains(a.element)??!1,s=k=>y=>{if(!e())return!1;let v=k(y);return document.
activeElement!==a.element&&a.focus(),a.spoken?.moved(),v},n=k=>{let[y,v]=a.span();if(v<y)return;let x=a.cursor===null||!a.
sees(a.cursor)?t.blockAt(a.top()):a.cursor+k;a.caret=null,a.highlights.show("word",[]),a.goTo(Math.max(y,Math.min(v,x)))},
i=()=>{if(a.caret)return a.caret;let k=t.blocks[a.cursor??t.blockAt(a.top())],y=k?t.word(k.start,1)?.[0]??k.start:0;return{
anchor:y,head:y}},r=k=>{let y=a.drawn.get(t.blocks[t.blockAt(i().head)]),v=y?getComputedStyle(y.words).direction==="rtl":
!1;return k.key==="ArrowRight"!==v},c=k=>{let y=r(k);if(!a.caret){a.setCaret(i().head);return}let{anchor:v,head:$}=a.caret,
x=v===$?$:y?Math.max(v,$)-1:Math.min(v,$),A=y?t.word(x+1,1):t.word(x,-1);A&&u(A[0])&&a.setCaret(A[0])},l=k=>{let{anchor:y,
head:v}=i(),$=r(k),x=v;if($){let A=h(v);A!==null&&(x=A)}else{let A=t.word(v,-1);A&&(x=A[0])}u(x-($?1:0))&&a.setCaret(y,x)},
h=k=>{for(let y=Math.max(0,t.blockAt(k));y<t.blocks.length;y++){let v=t.words(t.blocks[y]).find($=>$[1]>k);if(v)return v[1]}
return null},u=k=>a.drawn.has(t.blocks[t.blockAt(k)]),d=k=>{let{anchor:y,head:v}=i(),$=t.step(v,r(k)?1:-1);u($>v?$-1:$)&&
a.setCaret(y,$)},f=k=>{let{anchor:y,head:v}=i(),$=t.blockAt(k>0?v:v-1),x=t.blocks[$];if(!x)return;let A=t.trimmed(x.start,
x.end)??x,F=(k>0?v>=A.end:v<=A.start)?t.blocks[$+k]:x;if(!F||!a.drawn.has(F))return;let Fe=t.trimmed(F.start,F.end)??F;a.
setCaret(y,k>0?Fe.end:Fe.start)},g=(k,y)=>{let{anchor:v,head:$}=i(),x=t.blocks[t.blockAt($>v?$-1:$)];if(!x)return;let A=t.
trimmed(x.start,x.end)??x;y?a.setCaret(v,k?A.end:A.start):a.setCaret(k?t.word(A.end,-1)?.[0]??A.start:A.start)},w=()=>{a.
cursor===null&&a.goTo(t.blockAt(a.top()));let k=t.blocks[a.cursor??0];if(!k)return;let y=t.trimmed(k.start,k.end);if(!y)
return;let{selection:v}=a,$=k.turn,x=$?t.trimmed($.start,$.end):y,j=v&&v.start===y.start&&v.end===y.end&&x?x:y;a.select(
j.start,j.end),a.caret={anchor:j.start,head:j.end}},q=()=>{let[k,y]=a.span(),v=k<=y?t.trimmed(t.blocks[k].start,t.blocks[y].
end):null;v&&(a.select(v.start,v.end),a.caret={anchor:v.start,head:v.end})};return[{keys:"ArrowDown",words:"next turn",run:s(
()=>n(1)),group:"Reading"},{keys:"ArrowUp",words:"turn before",run:s(()=>n(-1)),group:"Reading"},{keys:"Enter or Space",
words:"select the turn (of a long one the paragraph; once more: all of it)",run:s(w),group:"Selecting"},{keys:"ArrowRigh\
t or ArrowLeft",words:"from word to word",run:s(c),group:"Selecting"},{keys:"Shift+ArrowRight or Shift+ArrowLeft",words:"\
select by words",run:s(l),group:"Selecting"},{keys:"Alt+Shift+ArrowRight or Alt+Shift+ArrowLeft",words:"select by charac\
ters",run:s(d),group:"Selecting"},{keys:"Shift+ArrowDown",words:"select to the end of the paragraph, and on",run:s(()=>f(
1)),group:"Selecting"},{keys:"Shift+ArrowUp",words:"select to its beginning, and back",run:s(()=>f(-1)),group:"Selecting"},
{keys:"Mod+a",words:"select the whole text",run:s(q),group:"Selecting"},{keys:"Home",words:"first word of the paragraph",
run:s(()=>g(!1,!1)),group:"Selecting"},{keys:"End",words:"last word",run:s(()=>g(!0,!1)),group:"Selecting"},{keys:"Shift\
+Home",words:"select to the beginning of the paragraph",run:s(()=>g(!1,!0)),group:"Selecting"},{keys:"Shift+End",words:"\
select to its end",run:s(()=>g(!0,!0)),group:"Selecting"}]}var pe=12,ge=5,Rt=class{constructor(t){this.text=t,this.element=o("p",{class:"qc-unseen qc-spoken","aria-live":"assertiv\
e"}),t.element.after(this.element),this.before={selection:null,head:null,place:null,turn:null},this.lying=""}destroy(){this.
element.remove()}say(t,e="assertive"){this.element.setAttribute("aria-live",e);let s=this.element.textContent===t;this.element.
textContent=t&&s?`${t} `:t}moved(t){let{doc:e,selection:s,caret:n,cursor:i}=this.text,{before:r}=this,c=s||!n?null:n.head,
l=i===null?null:e.blocks[i]??null;this.before={selection:s,head:c,place:i,turn:l?.turn??null};let h=[];if(s)h.push(this.#t(
r.selection,s),this.#s(s.start,s.end,!0));else if(c!==null){let d=e.word(c,1),f=d&&d[0]===c?d[1]:c+1;l&&(r.place!==i||r.
turn!==l.turn)&&h.push(As(l)),h.push(N(e.printed(c,f)),this.#s(c,f,!0))}else l&&(r.place===i&&r.head===null&&!r.selection&&
h.push(i===this.text.span()[0]?"The text begins here":i===this.text.span()[1]?"The text ends here":""),h.push(l.first||r.
turn!==l.turn?As(l):"",N(e.printed(l.start,l.end)),this.#s(l.start,l.end,!1)));let u=h.filter(Boolean);u.length&&this.say(
u.reduce((d,f)=>`${d}${/[.?!…]["”’\]]?$/u.test(d)?"":"."} ${f}`),t)}#t(t,e){let s=b(this.#e(e),"word");if(t&&t.start===
e.start!=(t.end===e.end)){let[n,i,r]=t.start===e.start?[Math.min(t.end,e.end),Math.max(t.end,e.end),e.end>t.end]:[Math.min(
t.start,e.start),Math.max(t.start,e.start),e.start<t.start];return`${this.#n(n,i)} ${r?"selected":"not selected"}, ${s}`}
return`Selected, ${s}: ${this.#n(e.start,e.end)}`}#e({start:t,end:e}){return this.text.doc.printed(t,e).split(" ").filter(
Boolean).length}#n(t,e){let s=N(this.text.doc.printed(t,e)).split(" ");return s.length<=pe?s.join(" "):`${s.slice(0,pe/2).
join(" ")} … ${s.slice(-pe/2).join(" ")}`}#s(t,e,s){let{app:n,doc:i}=this.text,r=i.codingsIn(t,e),c=this.lying;return this.
lying=r.map(h=>h.id).join(" "),s&&this.lying===c?"":r.length?`Coded: ${r.slice(0,ge).map(h=>N(n.nameOf(h.code))+(h.coder===
n.session.coder?"":` by ${N(h.coder)}`)).join(", ")}${r.length>ge?` and ${r.length-ge} more`:""}`:s?"Not coded":""}};function As({
turn:a}){if(!a)return"";let t=a.speaker??a.person??"";return`${t?`${N(t)}, `:""}turn ${a.number}`}var wi={descriptive:"Observed",reflective:"Reflection",text:""},ot=56,yi=68,z=class{constructor(t,e,s,n={}){this.app=e,this.
doc=s,this.more=n,this.drawn=new Map,this.blockOf=new WeakMap,this.near=new Set,this.evidenced=[],this.selection=null,this.
active=null,this.cursor=null,this.caret=null,this.given=null,this.scrolls=null,this.hint=o("p",{class:"qc-unseen",id:O("\
hint")},`${b(s.turns.length,"turn")}. Up and Down go from turn to turn, Enter selects the turn, Left and Right go from w\
ord to word, with Shift they select.`),this.element=o("div",{class:`qc-text ${n.margin===!1?"qc-plain":""}`,tabindex:"0",
role:n.keyboard?"application":"group","aria-label":n.label??`Text of ${s.document}`,"aria-describedby":n.keyboard?this.hint.
id:null}),t.append(this.element),this.highlights=new _t((i,r)=>this.ranges(i,r)),this.#o(),this.#f(),this.spoken=n.keyboard?
new Rt(this):null,this.tip=n.tips===!1?null:new It(this),this.takesBack=n.keyboard?e.keys?.add(Es(this)):null,this.onPaper=
!1,this.prints=i=>this.#h(i.type==="beforeprint");for(let i of["beforeprint","afterprint"])window.addEventListener(i,this.
prints);this.listener=()=>this.#g(),document.addEventListener("selectionchange",this.listener),this.waits=null,this.released=
()=>{this.#q(),setTimeout(()=>this.#t())},this.releases=["pointerup","pointercancel","dragend"];for(let i of this.releases)
document.addEventListener(i,this.released);window.addEventListener("blur",this.released),this.element.addEventListener("\
pointerdown",i=>{i.target.closest(".qc-words")&&i.button===0&&i.pointerType==="mouse"&&(this.waits??=[])}),this.element.
addEventListener("click",i=>this.#v(i)),this.element.addEventListener("focusin",i=>{let r=i.target;r.dataset.coding&&r.dataset.
coding!==this.active&&r.matches(":focus-visible")&&this.more.onCoding?.(this.#w(r.dataset.coding))}),this.element.addEventListener(
"mousedown",i=>{i.button===0&&i.detail===1&&!i.shiftKey&&getSelection()?.removeAllRanges()}),this.element.addEventListener(
"focus",()=>{if(!this.more.keyboard||this.cursor!==null||!this.element.matches(":focus-visible"))return;let i=(this.active?
this.doc.codings.get(this.active)?.start:void 0)??this.selection?.start;this.goTo(i===void 0?this.#e():this.doc.blockAt(
i),{scroll:!1}),this.spoken?.moved("polite")}),this.element.addEventListener("blur",()=>this.element.removeAttribute("ar\
ia-describedby"),{once:!0})}destroy(){document.removeEventListener("selectionchange",this.listener);for(let t of this.releases)
document.removeEventListener(t,this.released);window.removeEventListener("blur",this.released);for(let t of["beforeprint",
"afterprint"])window.removeEventListener(t,this.prints);this.takesBack?.(),this.watcher?.disconnect(),this.sizes?.disconnect(),
this.highlights.clear(),this.tip?.destroy(),this.spoken?.destroy(),this.element.remove()}#t(){let{waits:t}=this;this.waits=
null,t?.length&&this.element.isConnected&&this.refresh(t)}refresh(t){if(this.waits){this.waits.push(...t??[[0,this.doc.length]]);
return}let e=this.#k(),s=this.element.contains(document.activeElement)?document.activeElement:null,n=s?.dataset.coding;this.
given=null;let i=t?[...new Set(t.flatMap(([r,c])=>this.doc.blocksIn(r,c)))].filter(r=>this.drawn.has(r)):[...this.drawn.
keys()];for(let r of i)this.#l(r);this.#c(i.filter(r=>this.near.has(r))),this.highlights.again(),e(),s&&!s.isConnected&&
(n&&this.element.querySelector(`.qc-name[data-coding="${CSS.escape(n)}"]`)||this.element).focus({preventScroll:!0})}evidence(t){
let e=this.evidenced;this.evidenced=t,this.refresh([...e,...t].map(s=>[s.start,s.end]))}reveal(t,e,s={}){let n=this.doc.
blocksIn(t,e)[0]??this.doc.blocks[this.doc.blockAt(t)],i=n&&this.drawn.get(n);if(!i)return;let r=()=>{let c=i.pieces.find(
l=>l.end>t)?.element??i.element;s.nearest&&this.#s(c)||this.#n(c,s.top?"start":"center")};if(r(),requestAnimationFrame(r),
s.flash){let c=this.doc.blocksIn(t,e).map(l=>this.drawn.get(l)?.element);for(let l of c)l?.classList.add("qc-flash");this.
highlights.show("lit",[[t,e]]),setTimeout(()=>{for(let l of c)l?.classList.remove("qc-flash");s.stay||this.highlights.show(
"lit",[])},2500)}}select(t,e){let s=this.#m(t,t>e),n=this.#m(e,t<e);!s||!n||(getSelection()?.setBaseAndExtent(s.node,s.offset,
n.node,n.offset),this.#g())}settle(){this.#g()}clear(){let t=getSelection();t&&this.element.contains(t.anchorNode)&&t.removeAllRanges(),
this.#y(null)}focus(){this.element.focus({preventScroll:!0})}activate(t,e={}){let s=this.active&&this.doc.codings.get(this.
active),n=t?this.doc.codings.get(t):null;if(this.active=n?n.id:null,n&&this.highlights.show("lit",[]),this.refresh([s,n].
filter(i=>!!i).map(i=>[i.start,i.end])),n&&e.reveal){this.reveal(n.start,n.end,{nearest:!0});let i=this.doc.blockAt(n.start);
this.more.keyboard&&this.goTo(i,{scroll:!1})}}get scroller(){return this.scrolls?.isConnected||(this.scrolls=bi(this.element)),
this.scrolls}set scroller(t){this.scrolls=t}shown(){return this.more.codings?[...this.more.codings()].sort(J):this.doc.ordered()}goTo(t,e={}){
let s=this.drawn.get(this.doc.blocks[t]);if(!s)return;let n=this.cursor===null?null:this.drawn.get(this.doc.blocks[this.
cursor]);this.cursor=t,n!==s&&(n?.element.classList.remove("qc-at"),n&&Lt(n.margin,!1),s.element.classList.add("qc-at"),
this.more.keyboard&&Lt(s.margin,!0)),e.scroll!==!1&&this.#n(s.element,"nearest")}setCaret(t,e){if(t===null){this.caret=null,
this.highlights.show("word",[]);return}let s=e??t;if(this.caret={anchor:t,head:s},this.goTo(this.doc.blockAt(Math.max(0,
s>t?s-1:s)),{scroll:!1}),s===t){this.selection&&this.clear(),this.caret={anchor:t,head:s};let n=this.doc.word(t,1);this.
highlights.show("word",[n&&n[0]===t?n:[t,t+1]])}else this.highlights.show("word",[]),this.select(t,s);this.#i(s,s>t)}ranges(t,e){
let s=[];for(let n of this.doc.blocksIn(t,e)){let i=this.#m(Math.max(t,n.start),!1,n),r=this.#m(Math.min(e,n.end),!0,n);
if(!i||!r)continue;let c=document.createRange();c.setStart(i.node,i.offset),c.setEnd(r.node,r.offset),s.push(c)}return s}pointAt(t,e){
let s=document;if(s.caretPositionFromPoint){let i=s.caretPositionFromPoint(t,e);return i?this.#p(i.offsetNode,i.offset):
null}let n=s.caretRangeFromPoint?.(t,e);return n?this.#p(n.startContainer,n.startOffset):null}top(){return this.doc.blocks[this.#e()]?.
start??0}span(){let t=this.drawn.keys().next().value,e=t?this.doc.blocks.indexOf(t):0;return[e,e+this.drawn.size-1]}sees(t){
let e=this.drawn.get(this.doc.blocks[t])?.element.getBoundingClientRect(),s=this.scroller?.getBoundingClientRect()??{top:0,
bottom:innerHeight};return!!e&&e.bottom>s.top&&e.top<s.bottom}#e(){let t=(this.scroller?.getBoundingClientRect().top??0)+
1,e=this.doc.blocks,[s,n]=this.span();for(;s<n;){let i=s+n>>1,r=this.drawn.get(e[i]);!r||r.element.getBoundingClientRect().
bottom<=t?s=i+1:n=i}return Math.max(0,s)}#n(t,e){if(!this.scroller){t.scrollIntoView({block:e});return}let s=t.getBoundingClientRect(),
n=this.scroller.getBoundingClientRect(),i=s.top-n.top,r=s.bottom-n.bottom,c=0;e==="start"?c=i-8:e==="center"?c=i-Math.max(
ot,(n.height-s.height)/2):i<ot||s.height>n.height-2*ot?c=i-ot:r>-ot&&(c=r+ot),c&&this.scroller.scrollBy({top:c,behavior:"\
instant"})}#s(t){let e=t.getBoundingClientRect(),s=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};return e.
top>=s.top+8&&e.bottom<=s.bottom-8}#i(t,e){let s=this.#m(t,e);if(!s)return;let n=document.createRange();n.setStart(s.node,
s.offset),n.collapse(!0);let i=n.getClientRects()[0],r=this.scroller?.getBoundingClientRect()??{top:0,bottom:innerHeight};
if(!i)return;let c=i.top<r.top+40?i.top-r.top-80:i.bottom>r.bottom-40?i.bottom-r.bottom+80:0;c&&(this.scroller??document.
scrollingElement)?.scrollBy(0,c)}#o(){let{from:t=0,to:e=this.doc.length}=this.more,s=[this.more.keyboard?this.hint:null];
this.doc.blocks.forEach((n,i)=>{if(n.end<=t||n.start>=e)return;let r=n.turn,c=o("p",{class:"qc-words",dir:"auto"}),l=o("\
div",{class:"qc-margin"}),h=o("div",{class:["qc-block",n.kind==="gap"?"qc-gap":"",r?.asks?"qc-asks":"",n.first?"qc-first":
""].filter(Boolean).join(" "),id:O("block"),data:{place:i,part:n.gap??r?.part??"speech"},style:{"--qc-guess":`${Math.ceil(
(n.end-n.start)/yi)+(n.first?1:0)}`}},n.first&&r?this.#r(r):null,c,this.more.margin===!1?null:l),u={block:n,element:h,words:c,
margin:l,codings:[],lanes:new Map,pieces:[]};this.drawn.set(n,u),this.blockOf.set(h,n),this.#l(n),s.push(h)}),this.drawn.
size===0&&s.push(o("p",{class:"qc-quiet"},"This document has no words.")),m(this.element,s)}#r(t){let e=t.speaker??t.person??
wi[t.part]??"";return!e&&!t.time?null:o("h3",{class:"qc-who"},e?o("span",{class:"qc-speaker"},e):null,t.role&&t.role!=="\
(not recorded)"?o("span",{class:"qc-role"},t.role):t.asks?o("span",{class:"qc-role"},"asks"):null,o("span",{class:"qc-ti\
me"},[t.time,`turn ${t.number}`].filter(Boolean).join(" · ")))}#d(t){if(!this.more.codings)return this.doc.codingsOf(t);
if(!this.given){this.given=new Map;for(let e of this.shown())for(let s of this.doc.blocksIn(e.start,e.end)){let n=this.given.
get(s);n?n.push(e):this.given.set(s,[e])}}return this.given.get(t)??[]}#l(t){let e=this.drawn.get(t);if(!e)return;let s=this.#d(
t),n=this.evidenced.length?this.evidenced.filter(c=>c.start<t.end&&c.end>t.start):[];e.codings=s,e.lanes=Ct(s),e.pieces=
[];let i=new Set([t.start,t.end]);for(let c of[...s,...n])i.add(Math.max(t.start,c.start)),i.add(Math.min(t.end,c.end));
let r=[...i].sort((c,l)=>c-l);for(let c=0;c+1<r.length;c++){let[l,h]=[r[c],r[c+1]],u=s.filter(f=>f.start<h&&f.end>l),d=n.
filter(f=>f.start<h&&f.end>l);e.pieces.push({start:l,end:h,element:this.#u(l,h,u,d,e)})}m(e.words,e.pieces.map(c=>c.element)),
!s.length&&e.margin.childNodes.length&&m(e.margin)}#u(t,e,s,n,i){let r=document.createElement("span");r.dataset.s=String(
t),r.dataset.e=String(e);let c=n.map(u=>`qc-${u.kind}`),l=n.map(u=>u.label).filter(Boolean);l.length&&(r.title=l.join(";\
 "));let h=r;if(s.length){c.push("qc-coded"),s.some(d=>d.unsaved)&&c.push("qc-unsaved"),r.dataset.codes=s.map(d=>d.id).join(
" ");let u=this.active&&s.find(d=>d.id===this.active);u&&(c.push("qc-active"),r.dataset.hue=String(this.app.hueOf(u.code)));
for(let d of s){let f=i.lanes.get(d.id)??0;if(f>=ps)continue;let g=document.createElement("span");g.className="qc-line",
g.dataset.lane=String(f),g.dataset.hue=String(this.app.hueOf(d.code)),g.dataset.line=Y(this.app,d.code),h.append(g),h=g}}
return c.length&&(r.className=c.join(" ")),h.append(this.doc.slice(t,e)),r}#f(){if(this.more.margin===!1)return;this.watcher=
new IntersectionObserver(e=>{let s=[];for(let n of e){let i=this.blockOf.get(n.target);i&&(n.isIntersecting?(this.near.add(
i),s.push(i)):this.near.delete(i))}this.#c(s)},{root:this.scroller,rootMargin:"400px 0px"});for(let e of this.drawn.values())
this.watcher.observe(e.element);let t=0;this.sizes=new ResizeObserver(([e])=>{Math.abs(e.contentRect.width-t)<1||(t=e.contentRect.
width,this.#c([...this.near]))}),this.sizes.observe(this.element)}#a(t){return this.more.keyboard===!0&&this.cursor!==null&&
this.doc.blocks[this.cursor]===t}#h(t){if(!(this.more.margin===!1||this.onPaper===t)){this.onPaper=t;for(let e of this.drawn.
values())t?gs(this.app,this.doc,e):m(e.margin);t||this.#c([...this.near])}}#c(t){if(this.more.margin===!1||this.onPaper)
return;let e=t.map(n=>this.drawn.get(n)).filter(n=>!!n),s=e.map(n=>Tt(n));e.forEach((n,i)=>Nt(this.app,n,s[i],this.active,
this.#a(n.block)))}#m(t,e,s){let n=s?[s]:this.doc.blocksIn(e?t-1:t,e?t:t+1);for(let i of n)for(let r of this.drawn.get(i)?.
pieces??[])if(e?r.start<t&&t<=r.end:r.start<=t&&t<r.end){let c=r.element;for(;c.firstChild;)c=c.firstChild;return{node:c,
offset:this.doc.unit(t)-this.doc.unit(r.start)}}return null}#p(t,e,s=!1){let n=t.nodeType===Node.TEXT_NODE?t.parentElement?.
closest("[data-s]"):null;if(n&&this.element.contains(n))return this.doc.point(this.doc.unit(Number(n.dataset.s))+e,s);let i=document.
createRange();if(i.setStart(t,e),!this.element.contains(t))return i.comparePoint(this.element,0)>0?0:this.doc.length;let r=[
...this.drawn.values()],c=0,l=r.length;for(;c<l;){let d=c+l>>1,f=r[d].words;i.comparePoint(f,f.childNodes.length)<0?c=d+
1:l=d}let h=r[c];if(!h)return this.doc.length;let u=h.pieces.find(d=>i.comparePoint(d.element,d.element.childNodes.length)>=
0);return u?u.start:h.block.end}#g(){let t=getSelection();if(!t||!t.rangeCount)return this.#b();let{anchorNode:e,focusNode:s}=t;
if(!this.element.contains(e)&&!this.element.contains(s))return e&&(e instanceof Element?e:e.parentElement)?.closest(".qc\
-text")?this.#y(null):this.#b();if(t.isCollapsed){let d=e&&this.#p(e,t.anchorOffset);this.#y(null),d!==null&&this.more.keyboard&&
(this.caret={anchor:d,head:d});return}let{startContainer:n,startOffset:i,endContainer:r,endOffset:c}=t.getRangeAt(0),l=this.#p(
n,i),h=this.#p(r,c,!0);if(l===null||h===null||l>=h)return this.#y(null);let u=this.doc.snapped(l,h);this.#y(this.doc.trimmed(
u.start,u.end))}#b(){this.highlights.show("kept",this.selection?[[this.selection.start,this.selection.end]]:[])}#y(t){this.
highlights.show("kept",[]);let e=this.selection;if(!(t?.start===e?.start&&t?.end===e?.end)){if(this.selection=t,t)for(let s of[
"word","lit"])this.highlights.show(s,[]);this.more.onSelect?.(t)}}#q(){let t=getSelection();if(!this.selection||!t?.rangeCount||
t.isCollapsed||!this.element.contains(t.anchorNode)||!this.element.contains(t.focusNode))return;let{startContainer:e,startOffset:s,
endContainer:n,endOffset:i}=t.getRangeAt(0),r=this.#p(e,s),c=this.#p(n,i,!0);if(r===null||c===null)return;let l=this.doc.
snapped(r,c);(l.start!==r||l.end!==c)&&this.select(l.start,l.end),this.caret={anchor:this.selection.start,head:this.selection.
end}}#k(){let t=getSelection();if(!t?.rangeCount||!t.anchorNode||!t.focusNode||!this.element.contains(t.anchorNode)||!this.
element.contains(t.focusNode))return()=>{};let{endContainer:e,endOffset:s}=t.getRangeAt(0),n=(c,l)=>!t.isCollapsed&&c===
e&&l===s,i=this.#p(t.anchorNode,t.anchorOffset,n(t.anchorNode,t.anchorOffset)),r=this.#p(t.focusNode,t.focusOffset,n(t.focusNode,
t.focusOffset));return()=>{i===null||r===null||i===r||t.rangeCount&&!t.isCollapsed&&this.element.contains(t.anchorNode)&&
this.#p(t.anchorNode,t.anchorOffset)===i&&this.#p(t.focusNode,t.focusOffset)===r||this.select(i,r)}}#v(t){let e=t.target,
s=e.closest(".qc-name, .qc-bar");if(s?.dataset.coding){this.more.onCoding?.(this.#w(s.dataset.coding));return}let n=getSelection();
if(n&&!n.isCollapsed)return;let i=e.closest(".qc-block"),r=i&&this.blockOf.get(i);r&&this.more.keyboard&&this.goTo(this.
doc.blocks.indexOf(r),{scroll:!1});let c=e.closest("[data-codes]")?.dataset.codes?.split(" ")??[];if(!c.length){this.active&&
this.more.onCoding?.(null);return}let l=c.map(u=>this.#w(u)).filter(u=>!!u).sort((u,d)=>u.end-u.start-d.end+d.start),h=l.
findIndex(u=>u?.id===this.active);this.more.onCoding?.(l[(h+1)%l.length]??null)}#w(t){return this.doc.codings.get(t)??this.
shown().find(e=>e.id===t)??null}};function bi(a){for(let t=a.parentElement;t;t=t.parentElement)if(/auto|scroll/.test(getComputedStyle(
t).overflowY))return t;return null}var Ms=new WeakMap,we=class{constructor(t,e,s){this.app=e,this.host=t,this.text=null,this.asked=!1,this.edges=null,this.
moving=null,this.recoding=null,this.undoable=null,this.timer=null,this.offs=[];let n=Ms.get(e)??new Map;Ms.set(e,n),this.
places=n,this.bar=o("header",{class:"qc-text-bar"}),this.scroll=o("div",{class:"qc-text-scroll"}),this.here=o("section",
{class:"qc-here","aria-label":"Selection"});let i=o("section",{class:"qc-code-list","aria-label":"Codes"});this.told=o("\
p",{class:"qc-unseen","aria-live":"polite"}),this.root=o("div",{class:"qc-code-view"},o("section",{class:"qc-middle","ar\
ia-label":"Text"},this.bar,this.scroll),o("aside",{class:"qc-side","aria-label":"Coding"},this.here,i),this.told),t.append(
this.root),this.list=new jt(i,e,{take:r=>this.take(r),make:r=>this.make(r),leave:()=>this.back(),numbers:()=>xs(e,this.list.
hotkeys,()=>this.list.draw())}),this.offs.push(e.on("doc",r=>this.show(r)),e.on("codings",r=>this.#o(r)),e.on("codebook",
()=>this.#r()),e.on("counts",()=>this.list.counts()),e.on("documents",()=>this.#s()),e.on("status",()=>this.#s()),e.on("\
memos",()=>{this.#l()}),this.#e().add(this.list.bindings()),this.#e().add(this.#g())),this.#r(),this.show(e.doc),this.params(
s)}destroy(){this.#n(),clearTimeout(this.timer);for(let t of this.offs)t();this.edgeKeys?.(),this.edges?.destroy(),this.
text?.destroy(),this.root.remove()}async params(t){let{app:e}=this,{document:s,coding:n,use:i}=t??{};i&&e.codes.get(i)?.
applicable&&this.#t(i);try{if(s&&s!==e.doc?.document&&(await e.open(s)).document!==s)return}catch(l){e.sorry(l);return}let r=Number(
t?.start),c=Number(t?.end);!this.text||this.text.doc!==e.doc||(n&&this.text.doc.codings.has(n)?this.look(this.text.doc.codings.
get(n)??null,!0):t?.start!==void 0&&Number.isInteger(r)&&Number.isInteger(c)&&r<c&&(this.text.reveal(r,c,{flash:!0,stay:!0}),
this.text.goTo(this.text.doc.blockAt(r),{scroll:!1})))}#t(t){let{app:e}=this;this.list.offer(t);let s=this.list.hotkeys.
keyOf(t);e.say(`Select words, then press ${s||"/ and Enter"} to put ${e.nameOf(t)} on them.`)}#e(){return this.app.keys}show(t){
let{app:e}=this,s=this.text?.doc.document===t?.document,n=this.text?.element.contains(document.activeElement),i=s?this.text?.
active??null:null,r=s&&this.text?.doc.version===t?.version?this.text?.selection:null;if(this.#n(),this.#h(),this.#a(),this.
text?.destroy(),this.text=null,this.scroll.replaceChildren(),!t){m(this.bar),m(this.scroll,o("div",{class:"qc-empty"},o(
"h2",null,"No document is open"),o("p",null,e.documents.length?"Choose one from the list.":"This study has no documents \
yet. Add transcripts with: qualcode ingest PROJECT FOLDER"))),me(this.here);return}this.text=new z(this.scroll,e,t,{keyboard:!0,
label:`Text of ${t.document}${t.title?`, ${t.title}`:""}`,onSelect:l=>this.#u(l),onCoding:l=>this.look(l)}),fe(this.text,
t.turnMemos,l=>this.memoOnTurn(l));let c=this.places.get(t.document);c&&this.text.reveal(c,c+1,{top:!0}),i&&t.codings.has(
i)&&this.text.activate(i),r&&this.text.select(r.start,r.end),n&&this.text.focus(),this.#s(),this.#i(),this.#d()}#n(){this.
text&&this.places.set(this.text.doc.document,this.text.top())}#s(){let{app:t,text:e}=this,s=e?.doc;if(!s)return;let n=t.
documents.find(w=>w.document===s.document),i=t.session.coder,r=n?.passes.find(w=>w[0]===i&&w[1]),c=s.done.filter(([w])=>w!==
null).flatMap(([w])=>w),l=n?n.hidden:s.mustHide,h=r?{yes:"blind",no:"not blind",unknown:""}[r[2]]:"",u=[s.kind.replace("\
_"," "),n?.case,n?.phase&&n.phase!=="(not recorded)"?`phase ${n.phase}`:"",n?.date,n?`${n.words.toLocaleString("en")} wo\
rds`:""],d=this.undoable,f=JSON.stringify([s.document,s.title,u,r,c,l,t.others,d,t.session.read_only]);if(f===this.headed&&
this.bar.childNodes.length)return;this.headed=f;let g=(this.bar.contains(document.activeElement)?document.activeElement:
null)?.dataset.does;m(this.bar,o("div",{class:"qc-text-title"},o("h2",{title:s.title||null},s.document," ",s.title?o("sp\
an",{class:"qc-doc-title"},s.title):null),o("p",{class:"qc-quiet"},u.filter(w=>w&&w!=="(none)").join(" · ")),o("p",{class:"\
qc-quiet qc-on-paper"},`${t.session.title} · codings of ${i}${t.others&&!l?" and of the other coders":""}${r?", who has\
 finished this document":", not finished yet"}`)),o("div",{class:"qc-toolbar"},p(d?`Undo: ${At(d)}`:"Nothing to undo",()=>this.
undo(),{icon:"undo",bare:!0,keys:"Mod+z",data:{does:"undo"},"aria-disabled":d?null:"true"}),p("Redo",()=>this.redo(),{icon:"\
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
{preventScroll:!0})}#i(){let{app:t,text:e}=this;if(!e)return;let s=e.active?e.doc.codings.get(e.active):null,n=this.here.
contains(document.activeElement);if(s){let i=e.selection,r=i&&(i.start!==s.start||i.end!==s.end);Os(this.here,t,e.doc,s,
{look:c=>this.look(c,!!c),edges:()=>this.beginEdges(),toSelection:r?()=>this.change(s,{start:i.start,end:i.end}):null,code:()=>this.
recode(),retract:()=>this.retract(),memo:()=>this.memo(),copy:()=>this.copy(),key:()=>this.key(),moving:this.moving,save:()=>this.
edges?.save(),leave:()=>this.#c()})}else e.selection?$s(this.here,t,e.doc,e.selection,{look:i=>this.look(i),memo:()=>this.
memo(),copy:()=>this.copy(),clear:()=>{e.clear(),e.focus()}}):me(this.here);this.here.classList.toggle("qc-steady",!s),this.
here.setAttribute("aria-label",s?`Coding: ${t.nameOf(s.code)}`:"Selection"),n&&!this.here.contains(document.activeElement)&&
e.focus()}#o(t){let{text:e}=this;!e||t.document!==e.doc.document||(e.active&&!e.doc.codings.has(e.active)&&(this.following||
(e.active=null)),this.edges&&!e.doc.codings.has(this.edges.coding.id)&&this.#h(),e.refresh(t.touched),this.edges?.place(),
this.#i(),this.#d())}#r(){let t=JSON.stringify([...this.app.codes.values()].map(s=>[s.code,s.name,s.theme,s.definition,s.
applicable]));if(t===this.book)return;let e=this.book===void 0;this.book=t,!e&&(this.list.draw(),this.text?.refresh(),this.#i())}#d(){
clearTimeout(this.timer),this.timer=setTimeout(async()=>{if(this.app.saved)try{this.undoable=await this.app.read("undoab\
le"),this.#s()}catch{}},300)}async#l(){let{app:t,text:e}=this;if(!e)return;let{doc:s}=e;try{s.turnMemos=await t.read("tu\
rn_memos",{document:s.document,others:t.others})}catch{return}this.text===e&&fe(e,s.turnMemos,n=>this.memoOnTurn(n))}#u(t){
if(t&&this.text?.active&&!this.edges?.byKeys){let e=this.text.doc.codings.get(this.text.active);(!e||e.coder!==this.app.
session.coder||t.end<=e.start||t.start>=e.end)&&this.look(null,!1,!1)}this.#i()}look(t,e=!1,s=!0){let{text:n}=this;n&&(this.#h(),
this.#a(),t&&n.selection&&s&&n.clear(),n.activate(t?.id??null,{reveal:e}),t&&t.coder===this.app.session.coder&&!t.unsaved&&
(this.edges=new it(n,t,{save:(i,r)=>this.change(t,{start:i,end:r}),tell:i=>{this.moving=i,this.#i()},leave:()=>this.#c()})),
this.#i(),s&&!n.element.contains(document.activeElement)&&n.focus(),t&&this.tell(`${this.app.nameOf(t.code)}${t.coder===
this.app.session.coder?"":`, ${t.coder}`}: ${n.doc.printed(t.start,t.end).slice(0,200)}`))}next(t){let{text:e}=this;if(!e)
return;let s=e.shown();if(!s.length){this.app.say("There are no codings on this text yet.");return}let n=e.active?s.findIndex(
r=>r.id===e.active):-1,i=n+t;if(n<0){let r=e.selection?.start??e.caret?.head??(e.cursor!==null?e.doc.blocks[e.cursor].start:
e.top()),c=s.findIndex(l=>l.start>=r);i=t>0?c:(c<0?s.length:c)-1}if(i<0||i>=s.length){this.app.say(t>0?"That was the las\
t coding.":"That was the first coding.");return}this.look(s[i],!0)}#f(t){let{text:e,app:s}=this,n=e?.active?e.doc.codings.
get(e.active):null;return n?n.coder!==s.session.coder?(s.say(`This is ${n.coder}’s coding; you change your own. Write a \
memo on it, or settle it under Compare.`),null):n.unsaved?(s.say("This coding is not saved yet; wait until it is."),null):
n:(s.say(`Choose a coding first, to ${t}: click it, or press ] for the next one.`),null)}async take(t){let{app:e,text:s}=this;
if(!s)return;if(this.recoding){let l=this.recoding;this.back(),t===l.code?e.say(`It is ${e.nameOf(t)} already.`):this.change(
l,{code:t});return}s.settle();let n=s.selection;if(!n){e.say("Select words first, then choose the code for them."),s.focus();
return}let{doc:i}=s,r=i.codingsIn(n.start,n.end).filter(l=>l.code===t&&l.coder===e.session.coder);if(!r.some(l=>l.start===
n.start&&l.end===n.end)&&r.length){let l=await vs(e,{code:t,there:r,words:(h,u)=>i.printed(h,u)});if(!l)return;if(e.doc?.
document!==i.document||e.doc.version!==i.version){e.say(`Another text is open by now; nothing was coded in ${i.document}\
.`);return}if(l==="join"){this.list.clear(),this.change(r[0],{start:Math.min(n.start,r[0].start),end:Math.max(n.end,r[0].
end)});return}}this.list.used(t),this.list.clear(),s.element.contains(document.activeElement)||s.focus();try{(await e.code(
n.start,n.end,t))?.stood||this.tell(`${e.nameOf(t)} put on: ${i.printed(n.start,n.end).slice(0,200)}`)}catch{}}make(t){let{
app:e,text:s}=this,n=this.recoding,i=s?.selection;ks(e,t,r=>{this.list.clear(),n||i?this.take(r):e.say(`${e.nameOf(r)} i\
s in the codebook.`)},n?"It takes the place of the coding’s code.":i?"It is put on the selected words.":"No words are \
selected, so it is only added to the codebook.")}digit(t){let e=this.list.hotkeys.codeOf(t);if(!e){this.app.say(`No code\
 has the number ${t}. “Change numbers” gives it one.`);return}this.app.codes.get(e)?.applicable&&this.take(e)}async change(t,e){
let{app:s,text:n}=this,i=n?.doc;if(!i||!i.codings.has(t.id))return;this.#h();let r={...t,...e,unsaved:!0},c=()=>{s.doc===
i&&s.emit("codings",{document:i.document,touched:[[t.start,t.end],[r.start,r.end]],full:!1})};i.put(r),this.following=!0,
c();try{let l=await s.write("change",{coding:t.id,...e},`${s.nameOf(r.code)} changed`);l&&this.text?.doc===i&&this.text.
active===t.id&&this.look(i.codings.get(l.coding)??null,!1,!1),this.tell(e.code?`Now ${s.nameOf(e.code)}`:"Edges saved")}catch{
i.codings.get(t.id)===r&&i.put(t)}finally{this.following=!1;let l=i.codings.get(t.id);l?.unsaved&&i.put({...l,unsaved:void 0}),
c()}}async retract(){let{app:t,text:e}=this,s=this.#f("retract it");if(!s||!e)return;let{doc:n}=e;if(s.memos&&!await C(t,
"Retract this coding?",`It has ${s.memos===1?"a memo":`${s.memos} memos`}, which stay in the study and still say what th\
ey were about.`,"Retract"))return;this.look(null),n.codings.delete(s.id);let i=()=>this.app.doc===n&&t.emit("codings",{document:n.
document,touched:[[s.start,s.end]],full:!1});i();try{await t.write("retract",{codings:[s.id]},`${t.nameOf(s.code)} retra\
cted`),t.say(`${t.nameOf(s.code)} retracted. Undo brings it back.`)}catch{n.put(s),i()}}recode(){let t=this.#f("change i\
ts code");t&&(this.#h(),this.recoding=t,this.list.setPurpose(`Choose the code to take the place of ${this.app.nameOf(t.code)}\
.`),this.list.focus())}#a(){this.recoding&&(this.recoding=null,this.list.setPurpose(null))}back(){this.#a(),this.text?.focus()}beginEdges(){
let t=this.#f("move its edges"),{text:e}=this;!t||!e||((!this.edges||this.edges.coding!==t)&&this.look(t),this.edges&&(e.
focus(),this.edges.begin(),this.edgeKeys?.(),this.edgeKeys=this.#e().add(this.edges.bindings())))}#h(){this.edgeKeys?.(),
this.edgeKeys=void 0,this.moving=null,this.edges?.destroy(),this.edges=null}#c(){let t=this.edges?.coding??null;this.#h(),
this.look(t&&this.text?.doc.codings.has(t.id)?t:null)}memo(){let{app:t,text:e}=this;if(!e)return;let{doc:s}=e,n=e.active?
s.codings.get(e.active):null;if(n){if(n.unsaved)return;nt(t,{on:n.id,heading:`Memo on ${t.nameOf(n.code)}`,quoted:s.printed(
n.start,n.end)});return}let i=e.selection?.start??(e.cursor!==null?s.blocks[e.cursor].start:null),r=i===null?null:s.turnAt(
i);if(!r){this.memoOnDocument();return}this.memoOnTurn(r,e.selection??void 0)}memoOnTurn(t,e){let s=this.text?.doc;if(!s)
return;let n=s.printed(e?.start??t.start,e?.end??t.end),i=`${dt(t)}${t.speaker?`, ${t.speaker}`:""}: “${n.slice(0,60)}${n.
length>60?" …":""}”`;nt(this.app,{on:s.document,turn:t,heading:`Memo on turn ${t.number} of ${s.document}`,title:i,quoted:n})}memoOnDocument(){
let t=this.text?.doc;t&&nt(this.app,{on:t.document,heading:`Memo on ${t.document}`})}async copy(){let{app:t,text:e}=this;
if(!e)return;let{doc:s}=e,n=e.active&&s.codings.get(e.active)||e.selection;if(!n){t.say("Select words or choose a coding\
 first.");return}let i=s.turnAt(n.start),r=[s.document,i?.role??i?.speaker,i?`turn ${i.number}`:""].filter(Boolean).join(
", ");try{await navigator.clipboard.writeText(`“${s.printed(n.start,n.end)}” (${r})`),t.say("Quotation copied, with \
where it stands.")}catch{e.select(n.start,n.end),t.say("This page may not write to the clipboard; the words are selected\
, copy them with Ctrl+C.")}}async key(){let{app:t,text:e}=this,s=e?.active?e.doc.codings.get(e.active):null;if(!s||s.unsaved){
t.say("Choose a coding first, to make it a key quotation.");return}await t.write("key",{coding:s.id,on:!s.key},"key quot\
ation").catch(()=>{}),this.tell(s.key?"No key quotation any more":"Key quotation")}async done(){let{app:t,text:e}=this,s=e?.
doc;if(!s)return;if(t.documents.find(i=>i.document===s.document)?.passes.some(i=>i[0]===t.session.coder&&i[1])){t.say("T\
his document is done already. Undo takes it back as long as it is your latest act.");return}if(!this.asked){this.asked=!0;
try{await this.#m(s)}finally{this.asked=!1}this.text?.doc===s&&qs(t,s,()=>t.say(`${s.document} is done.`))}}async#m(t){try{
t.looked=await this.app.read("looked",{document:t.document})}catch{}}async others(){let{app:t,text:e}=this,s=e?.doc;if(!s)
return;let n=t.documents.find(r=>r.document===s.document);if(n?n.hidden:s.mustHide){t.say("Other coders’ work on this do\
cument is hidden until you are done with it, so that you code it blind.");return}let i=n?.passes.some(r=>r[0]===t.session.
coder&&r[1]);!t.others&&!i&&await this.#m(s),!(!t.others&&!i&&s.looked!=="seen"&&!await C(t,"Show other coders’ codings?",
`You are not done with ${s.document} yet. Once you have seen what others coded, your reading of it counts as not blind, \
and agreement with them says less.`,"Show them"))&&(await t.showOthers(!t.others).catch(r=>t.sorry(r)),this.tell(t.others?
"Other coders’ codings are shown":"Only your own codings are shown"))}undo(){return ce(this.app,void 0,t=>this.#p(t))}redo(){
return le(this.app,void 0,t=>this.#p(t))}async#p(t){let e=null,s=this.app.on("codings",({touched:n})=>e??=n[0]??null);try{
return await t()}finally{s(),e&&this.text?.reveal(e[0],e[1],{nearest:!0,flash:!0})}}tell(t){this.told.textContent=this.told.
textContent===t?`${t} `:t}#g(){let t="Coding",e=()=>!!this.text,s=()=>!!this.text?.active;return[...["1","2","3","4","5",
"6","7","8","9"].map(n=>({keys:n,words:`put on ${this.app.nameOf(this.list.hotkeys.codeOf(n)??"")||"the code with this n\
umber"}`,run:()=>this.digit(n),when:e,repeat:!1,group:t})),{keys:"/ or c",words:"find a code by typing",run:()=>this.list.
focus(),when:e,group:t},{keys:"n",words:"new code",run:()=>this.make(""),when:e,group:t},{keys:"]",words:"next coding",run:()=>this.
next(1),when:e,group:"Codings"},{keys:"[",words:"coding before",run:()=>this.next(-1),when:e,group:"Codings"},{keys:"e",
words:"move its edges",run:()=>this.beginEdges(),when:s,group:"Codings"},{keys:"E",words:"edges to the selected words",run:()=>this.#b(),
when:s,group:"Codings"},{keys:"r",words:"change its code",run:()=>this.recode(),when:s,group:"Codings"},{keys:"Delete or\
 Backspace",words:"retract it",run:()=>{this.retract()},repeat:!1,when:s,group:"Codings"},{keys:"k",words:"key quotation\
, or not any more",run:()=>{this.key()},when:s,group:"Codings"},{keys:"q",words:"copy the quotation",run:()=>{this.copy()},
when:e,group:"Codings"},{keys:"m",words:"memo on the coding, the turn or the document",run:()=>this.memo(),when:e,group:t},
{keys:"o",words:"show or hide other coders’ codings",run:()=>{this.others()},when:e,group:t},{keys:"d",words:"done wit\
h this document",run:()=>{this.done()},when:e,group:t},{keys:"Mod+z",words:"undo",run:()=>{this.undo()},group:t},{keys:"\
Mod+Shift+z or Mod+y",words:"redo",run:()=>{this.redo()},group:t},{keys:"Escape",words:"nothing selected, nothing looked\
 at",run:()=>this.#y(),group:t}]}#b(){let{text:t}=this,e=this.#f("move its edges");!e||!t||(t.selection?this.change(e,{start:t.
selection.start,end:t.selection.end}):this.app.say("Select the words first that the coding is to have."))}#y(){let{text:t}=this;
if(this.recoding)this.back();else if(t?.active)this.look(null),this.tell("Back to the text");else if(t?.selection)t.clear(),
t.focus(),this.tell("Nothing is selected");else return!1}},Cs={id:"code",label:"Code",key:"g d",mount(a,t,e){let s=new we(
a,t,e);return{destroy:()=>s.destroy(),params:n=>{s.params(n)}}}};function ki(a,t){let e=0;for(let s=t;s.parent&&e<12;e++){let n=a.codes.get(s.parent);if(!n)break;s=n}return e}var _=class{constructor(t,e){
this.app=t,this.given=e,this.value=e.value,this.picked=0,this.options=[];let s=O("code"),n=O("codes"),i=e.hint?O("hint"):
null;this.input=o("input",{id:s,type:"text",role:"combobox","aria-expanded":"false","aria-controls":n,"aria-autocomplete":"\
list","aria-describedby":i,autocomplete:"off",spellcheck:"false",dir:"auto",placeholder:"Type to find a code",on:{input:()=>{
this.picked=0,this.open()},focus:()=>this.input.select(),click:()=>this.open(),blur:()=>this.close(),keydown:r=>this.#o(
r)}}),this.list=o("div",{class:"qc-picker-list",role:"listbox",id:n,"aria-label":e.label,hidden:!0,on:{mousedown:r=>r.preventDefault(),
click:r=>{let c=this.options.indexOf(r.target.closest("[role=option]"));c>=0&&this.#s(c)}}}),this.element=o("div",{class:`\
qc-field qc-picker ${e.above?"qc-above":""}`.trim()},o("label",{for:s},e.label),o("div",{class:"qc-picker-box"},this.input,
this.list),e.hint?o("p",{class:"qc-hint",id:i},e.hint):null),this.#t()}set(t){this.value=t,this.#t()}focus(){this.input.
focus()}get shown(){return!this.list.hidden}#t(){this.input.value=this.value?this.app.nameOf(this.value):this.value===null?
this.given.none??"":""}open(){let{app:t,given:e}=this,s=this.value!==void 0&&this.input.value===this.#e()?"":this.input.
value.trim(),n=e.codes(),i=[];s?i=n.map((r,c)=>({each:r,place:c,score:G(t,r,s)})).filter(({score:r})=>r!==null).sort((r,c)=>Number(
r.score)-Number(c.score)||r.place-c.place).map(({each:r})=>[r.code,r.name,0,r]):i=n.map(r=>[r.code,r.name,ki(t,r),r]),e.
none&&(!s||e.none.toLocaleLowerCase().includes(s.toLocaleLowerCase()))&&i.unshift(["",e.none,0,null]),this.options=i.map(
([r,c,l,h])=>o("div",{class:"qc-picker-option",role:"option",id:O("option"),"aria-selected":"false",data:{code:r},style:l?
{"--qc-depth":String(l)}:{},title:h?.definition||null},h?o("span",{class:"qc-letter",data:{hue:t.hueOf(r)}},t.letterOf(r)):
null,o("span",{class:"qc-picker-name"},c))),m(this.list,this.options.length?this.options:o("div",{class:"qc-picker-optio\
n qc-quiet",role:"option","aria-disabled":"true"},"No code fits")),!s&&this.value!==void 0&&(this.picked=Math.max(0,this.
options.findIndex(r=>r.dataset.code===(this.value??"")))),this.list.hidden=!1,this.input.setAttribute("aria-expanded","t\
rue"),this.#n()}close(){this.list.hidden=!0,this.input.setAttribute("aria-expanded","false"),this.input.removeAttribute(
"aria-activedescendant"),!this.input.value.trim()&&!this.given.none&&this.#i(void 0),this.#t()}#e(){return this.value?this.
app.nameOf(this.value):this.given.none??""}#n(){this.picked=Math.max(0,Math.min(this.picked,this.options.length-1)),this.
options.forEach((e,s)=>e.setAttribute("aria-selected",String(s===this.picked)));let t=this.options[this.picked];if(!t){this.
input.removeAttribute("aria-activedescendant");return}this.input.setAttribute("aria-activedescendant",t.id),t.scrollIntoView(
{block:"nearest"})}#s(t){let e=this.options[t]?.dataset.code;e!==void 0&&(this.#i(e||null),this.#t(),this.close())}#i(t){
this.value!==t&&(this.value=t,this.given.changed?.(t))}#o(t){let{key:e}=t;t.isComposing||t.ctrlKey||t.metaKey||t.altKey||
(e==="ArrowDown"||e==="ArrowUp"?(t.preventDefault(),this.shown?(this.picked+=e==="ArrowDown"?1:-1,this.picked<0&&(this.picked=
this.options.length-1),this.picked>=this.options.length&&(this.picked=0),this.#n()):this.open()):e==="Enter"&&this.shown?
(t.preventDefault(),t.stopPropagation(),this.#s(this.picked)):e==="Escape"&&this.shown?(t.preventDefault(),t.stopPropagation(),
this.input.value=this.#e(),this.close()):e==="Enter"&&this.value&&this.given.enter?(t.preventDefault(),t.stopPropagation(),
t.repeat||this.given.enter()):e==="Escape"&&this.given.leave?(t.preventDefault(),t.stopPropagation(),this.given.leave()):
e==="Tab"&&this.shown&&this.input.value.trim()&&this.input.value!==this.#e()&&this.#s(this.picked))}};var Ts="(a theme of its own)";function ft(a,t=()=>!0){return[...a.codes.values()].filter(e=>!e.merged_into&&t(e))}function Ns(a,t){
let e=new Set([t]);for(let s=0;s!==e.size;){s=e.size;for(let n of a.codes.values())n.parent&&e.has(n.parent)&&e.add(n.code)}
return e}function ut(a){return a.split(`
`).map(t=>t.trim()).filter(Boolean)}function rt(a,t){a.element.addEventListener("close",()=>t(),{once:!0})}var H=class{constructor(t,e){
this.app=t,this.asked=e,this.element=o("div",{class:"qc-note qc-effect",role:"status",hidden:!0}),this.told=null,this.timer=
null,this.number=0}later(){clearTimeout(this.timer),this.timer=setTimeout(()=>this.element.isConnected&&this.ask(),350)}async ask(){
clearTimeout(this.timer);let t=this.asked(),e=++this.number;if(!t)return this.element.hidden=!0,this.told=null,null;try{
let s=await this.app.read("book_what",t);e===this.number&&this.#t(s.says,!1),this.told=s}catch(s){e===this.number&&this.#t(
[s.message],!0),this.told=null}return this.told}#t(t,e){this.element.hidden=!t.length,this.element.classList.toggle("qc-\
wrong",e),m(this.element,t.map(s=>o("p",null,s)))}};async function Q(a,t,e,s,n,i={quiet:!0}){let r=await a.write(t,e,s,i);
await a.loadBook();let c=[r?.moved?`${b(r.moved,"coding")} went along.`:"",r?.waiting?`${b(r.waiting,"coding waits","cod\
ings wait")} to be looked at again.`:"",...r?.hints??[]].filter(Boolean);return U(a,[n,...c].join(" "),r?.act,()=>a.loadBook()),
r}function Ls(a,t){let e=S("Name",{value:a?.name??"",required:!0}),s=S("Definition",{kind:"area",rows:4,value:a?.definition??
"",hint:a?void 0:"When is it put on, and when not? Two sentences now spare long talks later."}),n=S("Include",{kind:"are\
a",rows:2,value:a?.include.join(`
`)??"",hint:"What belongs to it: one in a line."}),i=S("Exclude",{kind:"area",rows:2,value:a?.exclude.join(`
`)??"",hint:"What does not, and which code takes it."}),r=S("Examples",{kind:"area",rows:2,value:a?.examples.join(`
`)??"",hint:"Words somebody said: one example in a line."}),c=S("Patterns",{kind:"area",rows:3,value:(t?.written?.patterns??
a?.patterns??[]).join(`
`),hint:"What suggestions look for, one in a line: price*   social value   lemma: measure outcome   regex: \\bKPIs?\\b   n\
ear: [price*, quality*], within: 8"}),l=S("Unless",{kind:"area",rows:2,value:(t?.written?.unless??t?.unless??[]).join(`
`),hint:"Patterns whose places are left out."});return{name:e,definition:s,include:n,exclude:i,examples:r,patterns:c,unless:l,
wide:o("div",{class:"qc-entry-fields"},e.element,s.element,o("div",{class:"qc-two"},n.element,i.element),r.element,o("de\
tails",{open:!!(a?.patterns.length||t?.unless?.length)},o("summary",null,"Patterns for suggestions"),c.element,l.element)),
said(){return{name:e.input.value.trim().replace(/\s+/g," "),definition:s.input.value.trim(),include:ut(n.input.value),exclude:ut(
i.input.value),examples:ut(r.input.value),patterns:ut(c.input.value),unless:ut(l.input.value)}}}}function js(a,t,e,s=""){
let n=Ls(null,null);n.name.input.value=s;let i=new _(a,{label:"Under",codes:()=>ft(a),none:Ts,value:t,hint:"A theme stan\
ds at the top; everything beneath it counts as part of it."}),r=S("Identifier",{hint:"Under this name files and tables k\
now it, for good. Made from the name where it is empty."}),c=!1,l=E(a,{title:"New code",wide:!0,body:[n.name.element,i.element,
n.wide,o("details",null,o("summary",null,"Identifier"),r.element)],actions:[{label:"Add the code",run:async()=>{let h=n.
said();if(!h.name)return l.wrong("A code needs a name."),n.name.input.focus(),!1;if(!h.definition&&!c)return c=!0,l.wrong(
"It has no definition yet. Say in a sentence when it is put on; or press “Add the code” once more to leave it open."),
n.definition.input.focus(),!1;let u=await Q(a,"book_add",{...h,parent:i.value??null,code:r.input.value.trim()||null},`ne\
w code ${h.name}`,`${h.name} is in the codebook.`);return u?.code&&rt(l,()=>e(u.code)),!0}}]});n.name.input.focus()}function Is(a,t,e){
let s=Ls(t,e),n=t.parent?null:Qe(a,t);n&&s.wide.append(n.element);let i=()=>({...s.said(),...n?{color:n.value()}:{}}),r=JSON.
stringify(i()),c=()=>{let u=i(),d=JSON.parse(r);return Object.fromEntries(Object.entries(u).filter(([f,g])=>JSON.stringify(
g)!==JSON.stringify(d[f])))},l=new H(a,()=>{let u=c();return Object.keys(u).length?{change:"define",codes:[t.code],fields:u}:
null});s.wide.addEventListener("input",()=>l.later());let h=E(a,{title:`Change ${t.name}`,wide:!0,body:[s.wide,l.element],
actions:[{label:"Save the change",run:async()=>{let u=c();return Object.keys(u).length?u.name===""?(h.wrong("A code need\
s a name."),s.name.input.focus(),!1):(await Q(a,"book_define",{code:t.code,...u},`${t.name} defined`,`${u.name??t.name} \
is changed.`),!0):!0}}]});s.definition.input.focus()}function _s(a,t,e){let s=S("New identifier",{value:t.code,hint:"The\
 name people see is changed with “Change”."}),n=new H(a,()=>{let r=s.input.value.trim();return r&&r!==t.code?{change:"\
rename",codes:[t.code],to:r}:null});s.input.addEventListener("input",()=>n.later());let i=E(a,{title:`Another identifier\
 for ${t.name}`,body:[s.element,n.element],actions:[{label:"Change the identifier",run:async()=>{let r=s.input.value.trim();
return!r||r===t.code?(i.wrong("Write another identifier."),s.input.focus(),!1):(await Q(a,"book_rename",{code:t.code,to:r},
`${t.code} renamed`,`${t.code} is ${r} now.`),rt(i,()=>e(r)),!0)}}]});s.input.select()}function ye(a,t,e){let s=Ns(a,t.code),
n=S("Place",{kind:"select",options:[["","as the last"]]}),i=()=>{let h=r.value??null,u=ft(a,d=>(d.parent??null)===h&&d.code!==
t.code);m(n.input,o("option",{value:""},u.length?"as the last":"as the only one"),u.map(d=>o("option",{value:d.code},`be\
fore ${d.name}`)))},r=new _(a,{label:"Under",codes:()=>ft(a,h=>!s.has(h.code)),none:Ts,value:t.parent??null,changed:()=>{
i(),c.ask()}}),c=new H(a,()=>({change:"move",codes:[t.code]}));i();let l=E(a,{title:`Move ${t.name}`,body:[r.element,n.element,
c.element],actions:[{label:"Move it",run:async()=>{if(r.value===void 0)throw new Error("Choose where it is to stand.");await be(
a,t,r.value,n.input.value||null),rt(l,e)}}]});r.focus(),c.ask()}function be(a,t,e,s,n){let i=e?`stands under ${a.nameOf(
e)} now`:"is a theme";return Q(a,"book_move",{code:t.code,parent:e,before:s},`${t.name} moved`,(t.parent??null)===e?`${t.
name} is moved.`:`${t.name} ${i}.`,n)}function Rs(a,t,e){let s=[t.code],n=o("ul",{class:"qc-merged","aria-label":"Codes \
to merge"}),i=()=>new Set(s.flatMap(f=>[...Ns(a,f)])),r=()=>{m(n,s.map(f=>o("li",{data:{hue:a.hueOf(f)}},o("span",{class:"\
qc-letter","aria-hidden":"true"},a.letterOf(f)),o("span",{dir:"auto"},a.nameOf(f)),s.length>1?p(`Leave out ${a.nameOf(f)}`,
()=>c(f),{icon:"close",bare:!0}):null))),h.value&&i().has(h.value)&&h.set(void 0),u.ask()},c=f=>{s.splice(s.indexOf(f),1),
r(),l.focus()},l=new _(a,{label:"Others that mean the same",hint:"As many as you like; they all go into one code.",codes:()=>ft(
a,f=>!s.includes(f.code)&&f.code!==h.value),value:void 0,changed:f=>{f&&(s.push(f),l.set(void 0),r())}}),h=new _(a,{label:"\
Merge into",codes:()=>ft(a,f=>f.applicable&&!i().has(f.code)),value:void 0,changed:()=>u.ask()}),u=new H(a,()=>h.value?{
change:"merge",codes:s,into:h.value}:null);r();let d=E(a,{title:"Merge codes",body:[o("p",null,"Codes mean the same afte\
r all: the codings of these become codings of the other one, with coder, time and memos. Undo parts them again."),n,l.element,
h.element,u.element],actions:[{label:"Merge them",run:async()=>{if(!h.value)throw h.focus(),new Error("Choose the code t\
hey go into.");let f=h.value,g=s.length>1?b(s.length,"code"):a.nameOf(s[0]);await Q(a,"book_merge",{codes:[...s],into:f},
`${g} merged`,`${g} ${s.length>1?"are":"is"} part of ${a.nameOf(f)} now.`),rt(d,()=>e(f))}}]});h.focus()}function Ds(a,t,e){
let s=o("div",{class:"qc-parts"}),n=[],i=S("Its patterns go to",{kind:"select",options:[["","none of the parts"]]}),r=()=>{
let u=i.input.value;m(i.input,o("option",{value:""},"none of the parts"),n.map((d,f)=>o("option",{value:String(f)},d.name.
input.value.trim()||`Part ${f+1}`))),i.input.value=u},c=()=>{let u=n.length+1,d=S(`Name of part ${u}`,{}),f=S(`Definitio\
n of part ${u}`,{kind:"area",rows:2});d.input.addEventListener("input",r);let g={name:d,definition:f,element:o("fieldset",
{class:"qc-part"},o("legend",{class:"qc-unseen"},`Part ${u}`),d.element,f.element)};return n.push(g),s.append(g.element),
r(),g};c(),c();let l=new H(a,()=>({change:"split",codes:[t.code]})),h=E(a,{title:`Split ${t.name}`,wide:!0,body:[l.element,
s,o("p",{class:"qc-toolbar qc-part-more"},p("Another part",()=>c().name.input.focus(),{icon:"plus",class:"qc-small"})),t.
patterns.length?i.element:null],actions:[{label:"Split it",run:async()=>{let u=n.map(({name:f,definition:g},w)=>({name:f.
input.value.trim().replace(/\s+/g," "),definition:g.input.value.trim(),patterns:i.input.value===String(w)?t.patterns:[]})).
filter(f=>f.name||f.definition);if(u.length<2||u.some(f=>!f.name))return h.wrong("Name at least two parts."),n.find(f=>!f.
name.input.value.trim())?.name.input.focus(),!1;let d=await Q(a,"book_split",{code:t.code,into:u},`${t.name} split`,`${t.
name} is split into ${u.map(f=>f.name).join(", ")}.`);return d?.codes?.length&&rt(h,()=>e(d.codes[0])),!0}}]});n[0].name.
input.focus(),l.ask()}function Ps(a,t,e){let s=t.retired,n=new H(a,()=>({change:s?"take up":"retire",codes:[t.code]})),i=E(
a,{title:s?`Use ${t.name} again?`:`Retire ${t.name}?`,body:[n.element],actions:[{label:s?"Use it again":"Retire it",run:async()=>{
await Q(a,"book_retire",{code:t.code,back:s},s?`${t.name} used again`:`${t.name} retired`,s?`${t.name} is in use again.`:
`${t.name} is retired. It stands under “Retired and merged”.`),rt(i,e)}}]});n.ask()}function ke(a){let t=new Date(a);if(Number.isNaN(t.getTime()))return a;let e=a.length>10?{hour:"2-digit",minute:"2-digit"}:
{};return t.toLocaleString("en-GB",{day:"numeric",month:"short",year:"numeric",...e})}function at(a,t){let{memo:e}=t,s=S(
"Memo",{kind:"area",rows:7,value:e?.text??"",hint:t.hint}),n=S("Title (may be empty)",{value:e?.title??""}),i=E(a,{title:t.
heading,body:[s.element,n.element],actions:[{label:e?"Save the change":"Save the memo",run:async()=>{let r=s.input.value;
if(!r.trim())return i.wrong("A memo needs words."),s.input.focus(),!1;let c={text:r,title:n.input.value.trim()},l=e?await a.
write("memo_edit",{memo:e.id,...c},"memo changed",{quiet:!0}):await a.write("memo_add",{on:t.on??null,...t.kind?{kind:t.
kind}:{},...c},"memo",{quiet:!0});return i.element.addEventListener("close",()=>t.then?.(l?.memo),{once:!0}),!0}}]});s.input.
focus()}function Bs(a,t,e){return[t.title?o("h3",{class:"qc-memo-title",dir:"auto"},t.title):null,t.purged?o("p",{class:"\
qc-quiet"},"Its words were removed from the study."):o("p",{class:"qc-memo-text",dir:"auto"},t.text),o("p",{class:"qc-to\
olbar qc-memo-does"},t.mine&&!a.session.read_only?p("Change",e.change,{icon:"edit",class:"qc-small",data:{does:"change"}}):
null,t.mine&&!a.session.read_only?p("Take back",e.back,{icon:"trash",class:"qc-small",data:{does:"back"}}):null,e.reply&&
!a.session.read_only?p(t.mine?"Add to it":"Answer",e.reply,{icon:"memo",class:"qc-small",data:{does:"reply"}}):null)]}var vi={split:"Its code was split: the coding waits for one of the parts, or for several.",merged:"It came from another \
code, which was merged into this one.","defined anew":"The words of its code have changed since it was made."},Dt=class{constructor(t,e,s){
this.app=e,this.given=s,this.items=[],this.total=0,this.others=0,this.at=0,this.code=s.code??null,this.loaded=!1,this.busy=
!1,this.number=0,this.parts=new Set,this.head=o("p",{class:"qc-count",role:"status"}),this.only=o("p",{class:"qc-toolbar"}),
this.card=o("article",{class:"qc-again",tabindex:"-1","aria-label":"Coding to look at again"}),this.element=o("div",{class:"\
qc-sheet qc-again-view"},o("header",{class:"qc-view-head"},o("h2",null,"To look at again"),this.head,p("Back to the code\
book",()=>s.back(),{icon:"left",class:"qc-push",keys:"Escape"})),this.only,this.card),t.append(this.element);let n="Look\
ing again",i=()=>!!this.item&&!this.busy;this.offs=[e.keys.add([{keys:"k",words:"keep the coding: it fits the words of n\
ow",run:()=>{this.keep()},when:i,repeat:!1,group:n},{keys:"c",words:"choose another code",run:()=>this.picker?.focus(),when:i,
group:n},...["1","2","3","4","5","6","7","8","9"].map(r=>({keys:r,words:`choose part ${r} of a code that was split`,run:()=>this.#e(
Number(r)-1),when:()=>i()&&this.item.choices.length>=Number(r),repeat:!1,group:n,quiet:r!=="1"&&r!=="2"})),{keys:"Enter",
words:"give it the parts that are chosen",run:()=>{this.sort()},when:()=>i()&&this.parts.size>0,group:n},{keys:"Delete o\
r Backspace",words:"take the coding back",run:()=>{this.retract()},when:i,repeat:!1,group:n},{keys:"ArrowRight or j or s",
words:"leave it, next one",run:()=>this.step(1),when:i,group:n},{keys:"ArrowLeft",words:"the one before",run:()=>this.step(
-1),when:i,group:n},{keys:"o",words:"go to its place in the text",run:()=>this.#i(),when:i,group:n},{keys:"Escape",words:"\
back to the codebook",run:()=>s.back(),group:n}])],this.load()}destroy(){for(let t of this.offs)t();this.element.remove()}get item(){
return this.items[this.at]}async load(t=!0){let e=++this.number;try{let s=await this.app.read("book_queue",this.code?{code:this.
code}:{});if(e!==this.number)return;this.items=s.codings,this.total=s.total,this.others=s.others,this.loaded=!0,this.at=
Math.min(this.at,Math.max(0,this.items.length-1)),this.draw(t)}catch(s){this.app.sorry(s),this.loaded||m(this.card,o("p",
{class:"qc-fault"},s.message))}}draw(t=!0){let{app:e,item:s}=this;if(this.parts.clear(),this.head.textContent=this.total?
`${(this.at+1).toLocaleString("en")} of ${b(this.total,"coding")}`:"",m(this.only,this.code?[o("span",null,`Only codings\
 of ${e.nameOf(this.code)}.`),p("Show all",()=>{this.code=null,this.at=0,this.load()},{class:"qc-small"})]:null),this.only.
hidden=!this.code,!s){this.picker=null,m(this.card,o("div",{class:"qc-empty"},o("h3",null,"Nothing waits"),o("p",null,"A\
ll your codings were made under the words their codes have now."),this.others?o("p",null,`${b(this.others,"coding")} of \
other coders ${this.others===1?"waits":"wait"} for them.`):null,o("p",null,p("Back to the codebook",()=>this.given.back())))),
t&&this.card.focus({preventScroll:!0});return}let n=s.reason==="split";this.picker=new _(e,{label:n?"Another code":"Code\
 it anew with",codes:()=>[...e.codes.values()].filter(r=>r.applicable),changed:r=>{r&&this.recode([r])},leave:()=>this.card.
focus()});let i=this.items.filter(r=>r.code===s.code&&!n);m(this.card,o("p",{class:"qc-again-code",data:{hue:e.hueOf(s.code)}},
o("span",{class:"qc-letter"},e.letterOf(s.code)),o("strong",null,e.nameOf(s.code)),s.coder===e.session.coder?null:o("spa\
n",{class:"qc-tag"},s.coder)),o("p",{class:"qc-quiet"},vi[s.reason]??s.reason),o("p",{class:"qc-said qc-again-words",dir:"\
auto"},o("span",{class:"qc-quiet"},s.before,s.before?" ":""),o("mark",null,s.quotation),o("span",{class:"qc-quiet"},s.after?
" ":"",s.after)),o("p",null,o("button",{type:"button",class:"qc-link",on:{click:()=>this.#i()}},`${s.document}${s.turn?`\
, turn ${s.turn}`:""}`)),n?this.#t(s):qi(s),o("div",{class:"qc-toolbar qc-again-does"},n?this.sortButton=p("Choose a par\
t",()=>this.sort(),{class:"qc-main",disabled:!0,keys:"Enter"}):p("Keep it",()=>this.keep(),{icon:"check",class:"qc-main",
keys:"k"}),p("Take it back",()=>this.retract(),{icon:"trash",class:"qc-danger",keys:"Delete"}),p("Leave it for later",()=>this.
step(1),{icon:"right",keys:"j"})),this.picker.element,i.length>1?o("p",{class:"qc-again-many"},p(`Keep all ${i.length.toLocaleString(
"en")} of ${e.nameOf(s.code)} …`,()=>this.keepAll(i),{class:"qc-small"})):null),t&&(this.card.focus({preventScroll:!0}),
this.element.closest(".qc-main-view")?.scrollTo?.({top:0}))}#t(t){let{app:e}=this;return o("fieldset",{class:"qc-again-p\
arts"},o("legend",{class:"qc-label"},"Which part is it? Several may fit."),t.choices.map((s,n)=>{let i=o("input",{type:"\
checkbox",data:{part:s},on:{change:()=>this.#n(s,i.checked)}});return o("label",{class:"qc-again-part"},i,n<9?o("kbd",{"\
aria-hidden":"true"},String(n+1)):null,o("span",null,o("strong",null,e.nameOf(s)),e.codes.get(s)?.definition?o("span",{class:"\
qc-quiet"},` ${e.codes.get(s)?.definition}`):null))}),t.choices.length?null:o("p",{class:"qc-hint"},"Its parts take no c\
odings any more: choose another code below."))}#e(t){let e=this.item?.choices[t],s=this.card.querySelector(`[data-part="${CSS.
escape(e??"")}"]`);s&&(s.checked=!s.checked,this.#n(e,s.checked))}#n(t,e){e?this.parts.add(t):this.parts.delete(t);let s=[
...this.parts].map(n=>this.app.nameOf(n));this.sortButton.disabled=!s.length,this.sortButton.lastChild.textContent=s.length?
`It is ${s.join(" and ")}`:"Choose a part"}async#s(t,e,s,n){if(!this.busy){this.busy=!0;try{let i=await this.app.write(t,
e,s);U(this.app,n,i?.act,()=>this.load());let r=new Set(e.codings);this.items=this.items.filter(c=>!r.has(c.coding)),this.
total-=r.size,this.at>=this.items.length&&(this.at=0),this.items.length?this.draw():await this.load(),await this.#o(i?.done??
{})}catch{await this.load()}finally{this.busy=!1}}}async keep(){let{item:t}=this;if(t){if(t.reason==="split"){this.app.say(
"Its code was split and takes no codings any more: choose a part, another code, or take it back.");return}await this.#s(
"book_keep",{codings:[t.coding]},"coding kept",`Kept: ${this.app.nameOf(t.code)}.`)}}async keepAll(t){let e=this.app.nameOf(
t[0].code);await C(this.app,`Keep ${b(t.length,"coding")} of ${e}?`,"You say that all of them fit the words of now witho\
ut looking at each. One undo takes it back.","Keep them")&&await this.#s("book_keep",{codings:t.map(n=>n.coding)},"codin\
gs kept",`${b(t.length,"coding")} of ${e} kept.`)}async sort(){this.parts.size&&await this.recode([...this.parts])}async recode(t){
let{item:e}=this;if(!e)return;let s=t.map(n=>this.app.nameOf(n)).join(", ");await this.#s("book_recode",{codings:[e.coding],
codes:t},`coded anew: ${s}`,`Coded anew: ${s}.`)}async retract(){let{item:t}=this;t&&await this.#s("book_recode",{codings:[
t.coding],codes:[]},"coding taken back",`${this.app.nameOf(t.code)} taken back.`)}step(t){if(this.items.length<2){this.app.
say("There is no other one.");return}this.at=(this.at+t+this.items.length)%this.items.length,this.draw()}#i(){let{item:t,
app:e}=this;t&&e.jump(t.document,t.start,t.end)}async#o(t){let{app:e}=this;for(let[s,n]of Object.entries(t)){let i=n.map(
c=>e.nameOf(c)).join(", ");await C(e,`Is ${s} read for ${i}?`,`You finished ${s} before ${n.length===1?"this code was":"\
these codes were"} there. Nothing of it waits any more. If you know the whole text well enough to say where else ${n.length===
1?"it applies":"they apply"}, and where not, it counts as read for ${n.length===1?"it":"them"}; otherwise tables say “no\
t considered”.`,"Yes, it is read for it")&&await e.write("book_considered",{document:s,codes:n},`${s} considered`).catch(
()=>{}),this.card.focus({preventScroll:!0})}}};function qi(a){let t=s=>s.split(`
`).filter(Boolean),e=(s,n,i)=>{let r=new Set(t(i));return o("section",null,o("h3",null,s),n?t(n).map(c=>o("p",{dir:"auto",
class:r.has(c)?"qc-quiet":"qc-differs"},c)):o("p",{class:"qc-quiet"},"not known"))};return o("div",{class:"qc-two qc-wor\
dings"},e("When it was coded",a.then,a.now),e("Now",a.now,a.then))}var Pt=class{constructor(t,e){this.app=t,this.given=e,this.code=null,this.folded=new Set(t.remembered(`folded-${t.session.
project}`,[])),this.filter="",this.dragged=null,this.element=o("ul",{class:"qc-tree",role:"tree","aria-label":"Codes",on:{
keydown:s=>this.#l(s),click:s=>this.#r(s),focusin:s=>this.#i(s),dragstart:s=>this.#u(s),dragover:s=>this.#a(s),dragleave:()=>this.#h(
null),drop:s=>this.#c(s),dragend:()=>{this.dragged=null,this.#h(null)}}})}stands(t){return t.merged_into?!1:t.retired?[...this.
app.codes.values()].some(e=>e.parent===t.code&&this.stands(e)):!0}children(t){return[...this.app.codes.values()].filter(
e=>(e.parent??null)===t&&this.stands(e))}#t(t){return!this.filter||G(this.app,t,this.filter)!==null}#e(t){return this.#t(
t)||this.children(t.code).some(e=>this.#e(e))}draw(){let t=this.element.contains(document.activeElement);m(this.element,
this.children(null).filter(s=>this.#e(s)).map((s,n,i)=>this.#n(s,1,n,i.length)));let e=this.#s();return e.some(s=>s.dataset.
code===this.code)||e[0]?.setAttribute("tabindex","0"),t&&(e.find(s=>s.dataset.code===this.code)??e[0])?.focus({preventScroll:!0}),
e.length}#n(t,e,s,n){let{app:i}=this,r=this.children(t.code).filter(u=>this.#e(u)),c=!!this.filter||!this.folded.has(t.code),
l=this.given.more(t.code),h=[t.codings||l&&l.all?`${t.codings.toLocaleString("en")}`:"",l&&l.all>t.codings?`of ${l.all.toLocaleString(
"en")}`:""].filter(Boolean).join(" ");return o("li",{role:"none"},o("div",{role:"treeitem",class:"qc-tree-row",tabindex:t.
code===this.code?"0":"-1","aria-level":e,"aria-posinset":s+1,"aria-setsize":n,"aria-selected":String(t.code===this.code),
"aria-expanded":r.length?String(c):null,data:{code:t.code,hue:i.hueOf(t.code)},draggable:this.given.leads?"true":null,style:{
"--qc-depth":String(e-1)}},o("span",{class:"qc-tree-fold","aria-hidden":"true"},r.length?M(c?"down":"right"):null),o("sp\
an",{class:"qc-letter","aria-hidden":"true"},i.letterOf(t.code)),o("span",{class:"qc-tree-name"},o("span",{class:this.#t(
t)?"":"qc-quiet"},t.name),t.retired?o("span",{class:"qc-tag"},"retired"):null,l?.waiting?o("span",{class:"qc-tree-waits",
title:`${l.waiting} to look at again`},o("span",{class:"qc-unseen"},`, ${l.waiting} to look at again`)):null,h?o("span",
{class:"qc-unseen"},`, ${l&&l.all>t.codings?`${t.codings?t.codings.toLocaleString("en"):"none"} of ${b(l.all,"coding")} \
by you`:b(t.codings,"coding")}`):null),h?o("span",{class:"qc-count","aria-hidden":"true",title:l&&l.all>t.codings?"your \
codings, of all":"your codings"},h):null),r.length?o("ul",{role:"none",hidden:!c},r.map((u,d)=>this.#n(u,e+1,d,r.length))):
null)}#s(){return[...this.element.querySelectorAll("[role=treeitem]")].filter(t=>!this.element.contains(t.closest("[hidd\
en]")))}row(t){return this.#s().find(e=>e.dataset.code===t)}choose(t,e=!1){for(let n=this.app.codes.get(t)?.parent;n;n=this.
app.codes.get(n)?.parent)this.folded.delete(n);this.code=t,this.draw();let s=this.row(t);e&&s?.focus(),s?.scrollIntoView(
{block:"nearest"}),this.given.chosen(t)}beside(t){let e=this.#s(),s=e.findIndex(n=>n.dataset.code===t);return(e[s+1]??e[s-
1])?.dataset.code}focus(){let t=this.#s();(t.find(e=>e.dataset.code===this.code)??t[0])?.focus()}#i(t){let s=t.target.closest(
"[role=treeitem]")?.dataset.code;s&&this.#o(s)}#o(t){if(t!==this.code){this.code=t;for(let e of this.element.querySelectorAll(
"[role=treeitem]")){let s=e.dataset.code===t;e.setAttribute("aria-selected",String(s)),e.setAttribute("tabindex",s?"0":"\
-1")}this.given.chosen(t)}}#r(t){let e=t.target,s=e.closest("[role=treeitem]");s?.dataset.code&&(e.closest(".qc-tree-fol\
d")&&s.hasAttribute("aria-expanded")&&this.#d(s.dataset.code,s.getAttribute("aria-expanded")==="true"),this.row(s.dataset.
code)?.focus())}#d(t,e){e?this.folded.add(t):this.folded.delete(t),this.app.remember(`folded-${this.app.session.project}`,
[...this.folded].filter(s=>this.app.codes.has(s))),this.draw()}#l(t){if(t.ctrlKey||t.metaKey||t.altKey)return;let e=this.#s(),
s=e.findIndex(h=>h.dataset.code===this.code),n=e[s];if(!n)return;let i=n.getAttribute("aria-expanded"),r=n.dataset.code,
{key:c}=t,l=h=>{e[Math.max(0,Math.min(e.length-1,h))]?.focus()};if(c==="ArrowDown")l(s+1);else if(c==="ArrowUp")s===0?this.
given.up():l(s-1);else if(c==="Home")l(0);else if(c==="End")l(e.length-1);else if(c==="ArrowRight")i==="false"?this.#d(r,
!1):i==="true"&&l(s+1);else if(c==="ArrowLeft")if(i==="true"&&!this.filter)this.#d(r,!0);else{let h=this.app.codes.get(r)?.
parent;h&&this.row(h)?.focus()}else if(c==="Space"||c===" ")i&&this.#d(r,i==="true");else return;t.preventDefault(),t.stopPropagation()}#u(t){
let e=t.target.closest?.("[role=treeitem]");!e||!t.dataTransfer||(this.dragged=e.dataset.code??null,t.dataTransfer.effectAllowed=
"move",t.dataTransfer.setData("text/plain",this.app.nameOf(this.dragged??"")))}#f(t){let e=t.target.closest?.("[role=tre\
eitem]"),s=this.app.codes.get(e?.dataset.code??""),n=this.app.codes.get(this.dragged??"");if(!e||!s||!n)return null;for(let l=s;l;l=
l.parent?this.app.codes.get(l.parent):void 0)if(l===n)return null;let i=e.getBoundingClientRect(),r=(t.clientY-i.top)/i.
height;if(r<.3)return{row:e,zone:"before",parent:s.parent??null,before:s.code};if(r<=.7)return{row:e,zone:"into",parent:s.
code,before:null};let c=this.children(s.parent??null).filter(l=>l!==n);return{row:e,zone:"after",parent:s.parent??null,before:c[c.
indexOf(s)+1]?.code??null}}#a(t){let e=this.#f(t);this.#h(e),e&&(t.preventDefault(),t.dataTransfer&&(t.dataTransfer.dropEffect=
"move"))}#h(t){for(let e of this.element.querySelectorAll("[data-zone]"))delete e.dataset.zone;t&&(t.row.dataset.zone=t.
zone)}#c(t){let e=this.#f(t),s=this.app.codes.get(this.dragged??"");this.#h(null),this.dragged=null,!(!e||!s)&&(t.preventDefault(),
this.given.dropped(s,e.parent,e.before))}};function ve(a,t){a.go("code",{use:t})}var xi=50,Ws=new WeakMap,qe=class{constructor(t,e,s){this.app=e,this.host=t,this.leads=e.session.role!=="coder"&&!e.session.
read_only,this.writes=!e.session.read_only,this.more=null,this.queue=null,this.number=0,this.timer=null,this.drawn="",this.
tree=new Pt(e,{chosen:i=>this.look(i),dropped:(i,r,c)=>this.place(i,r,c),more:i=>this.more?.codes[i]??null,leads:this.leads,
up:()=>this.filter.focus()}),this.filter=o("input",{type:"search","aria-label":"Find a code",placeholder:"Find a code",autocomplete:"\
off",spellcheck:"false",dir:"auto",on:{input:()=>this.#t(),keydown:i=>{i.key==="ArrowDown"||i.key==="Enter"?(i.preventDefault(),
i.stopPropagation(),this.tree.focus()):i.key==="Escape"&&this.filter.value&&(i.preventDefault(),i.stopPropagation(),this.
filter.value="",this.#t())}}}),this.waits=o("div",{class:"qc-book-waits"}),this.none=o("p",{class:"qc-hint",role:"status"}),
this.gone=o("details",{class:"qc-book-gone"}),this.total=o("p",{class:"qc-count"}),this.entry=o("section",{class:"qc-pan\
e qc-entry","aria-label":"Code",tabindex:"-1"}),this.book=o("div",{class:"qc-book"},o("section",{class:"qc-book-side","a\
ria-label":"Codebook"},o("div",{class:"qc-book-head qc-chrome"},o("div",{class:"qc-view-head"},o("h2",null,e.codebook.title||
"Codebook"),this.total),o("div",{class:"qc-filter"},M("search"),this.filter),this.writes?o("p",{class:"qc-toolbar"},p("N\
ew code",()=>this.add(),{icon:"plus",class:"qc-small",keys:"n"})):null,this.waits),o("div",{class:"qc-pane qc-book-tree"},
this.tree.element,this.none,this.gone)),this.entry),t.append(this.book),this.placing=!1,this.nextMove=null,this.offs=[e.
on("codebook",()=>this.draw()),e.on("counts",()=>this.#e()),e.on("memos",()=>this.#e()),e.keys.add(this.#p())];let n=s?.
code&&e.codes.has(s.code)?s.code:Ws.get(e);this.draw(),n&&e.codes.has(n)?this.tree.choose(n,!!s?.code):e.codes.size&&this.
tree.choose([...e.codes.keys()][0]),this.tree.code&&this.look(this.tree.code),s?.queue?this.again(s.code??null):(document.
activeElement===document.body||t===document.activeElement)&&this.tree.focus()}destroy(){clearTimeout(this.timer),this.queue?.
destroy();for(let t of this.offs)t();this.book.remove()}params(t){if(t?.queue){this.again(t.code??null);return}this.queue&&
this.back(),t?.code&&this.app.codes.has(t.code)&&this.tree.choose(t.code,!0)}draw(){let{app:t}=this;if(!this.tree.code||
!t.codes.has(this.tree.code)){let n=this.more?.codes,i=[...t.codes.values()].find(r=>n&&this.tree.code&&!n[r.code]);this.
tree.code=i?.code??[...t.codes.keys()][0]??null}this.tree.filter=this.filter.value.trim();let e=this.tree.draw(),s=[...t.
codes.values()].filter(n=>!n.merged_into&&!n.retired);this.total.textContent=`${b(s.length,"code")} in ${b(s.filter(n=>!n.
parent).length,"theme")}`,this.none.textContent=e?"":t.codes.size?"No code fits.":"",this.none.hidden=!!e||!t.codes.size,
this.#i(),this.#s(),t.codes.size?this.tree.code&&this.look(this.tree.code):this.#r(),this.#n()}#t(){this.tree.filter=this.
filter.value.trim();let t=this.tree.draw();this.none.textContent=t?"":"No code fits.",this.none.hidden=!!t}#e(){clearTimeout(
this.timer),this.timer=setTimeout(()=>this.#n(),600)}async#n(){let t=++this.number;try{let e=await this.app.read("book_m\
ore");if(t!==this.number)return;let s=JSON.stringify(this.more);if(this.more=e,s===JSON.stringify(e)&&this.drawn)return;
this.tree.draw(),this.#s(),this.tree.code&&this.look(this.tree.code)}catch(e){this.app.sorry(e)}}#s(){let t=this.more?.own_waiting??
0;m(this.waits,t?o("div",{class:"qc-note qc-warn"},o("p",null,`${b(t,"coding")} of yours ${t===1?"was":"were"} made unde\
r other words than ${t===1?"its code has":"their codes have"} now.`),p("Look at them again",()=>this.again(),{class:"qc-\
small",keys:"l"})):null)}#i(){let{app:t}=this,e=[...t.codes.values()].filter(n=>!this.tree.stands(n));this.gone.hidden=!e.
length;let s=(this.gone.contains(document.activeElement)?document.activeElement:null)?.dataset.code;m(this.gone,o("summa\
ry",null,`Retired and merged (${e.length})`),o("ul",null,e.map(n=>o("li",null,o("button",{type:"button",class:"qc-gone-c\
ode",data:{code:n.code},"aria-current":n.code===this.tree.code?"true":null,on:{click:()=>this.#o(n.code)}},o("span",null,
n.name),o("span",{class:"qc-quiet"},n.merged_into?` merged into ${t.nameOf(n.merged_into)}`:" retired")))))),s&&this.gone.
querySelector(`[data-code="${CSS.escape(s)}"]`)?.focus()}#o(t){this.tree.code=t,this.tree.draw(),this.look(t),this.#i()}#r(){
m(this.entry,o("div",{class:"qc-empty"},o("h3",null,"The codebook is empty"),o("p",null,"A code is a named idea with a d\
efinition. Begin with one, or load a codebook file: qualcode codebook load PROJECT F.yaml"),this.writes?o("p",null,p("Ne\
w code",()=>this.add(),{icon:"plus",class:"qc-main"})):null))}look(t){let{app:e}=this,s=e.codes.get(t);if(!s)return;Ws.set(
e,t);let n=this.more?.codes[t]??null,i=JSON.stringify([s,n,this.more?.left_out,e.letterOf(t)]);if(i===this.drawn)return;
let r=this.shownCode===t,c=r&&this.entry.contains(document.activeElement)?document.activeElement.dataset.does:void 0,l=r&&
!!this.entry.querySelector(".qc-book-quotes[open]");this.drawn=i,this.shownCode=t;let h=d=>({data:{does:d}}),u=!s.merged_into;
m(this.entry,o("header",{class:"qc-entry-head",data:{hue:e.hueOf(t)}},o("p",{class:"qc-quiet"},this.#d(s)),o("h2",{dir:"\
auto"},o("span",{class:"qc-letter"},e.letterOf(t))," ",s.name),o("p",{class:"qc-toolbar"},s.category?o("span",{class:"qc\
-tag"},"only groups codes"):null,s.retired?o("span",{class:"qc-tag"},"retired"):null,s.merged_into?o("span",{class:"qc-t\
ag"},`merged into ${e.nameOf(s.merged_into)}`):null,o("span",{class:"qc-entry-id",title:"identifier"},s.code),n?.formerly.
length?o("span",{class:"qc-quiet"},`formerly ${n.formerly.join(", ")}`):null)),o("div",{class:"qc-toolbar qc-entry-does \
qc-chrome"},s.applicable&&this.writes?p("Code with it",()=>ve(e,t),{class:"qc-small qc-main",...h("code"),keys:"c"}):null,
u?p("Search for it",()=>e.go("search",{code:t}),{icon:"search",class:"qc-small",...h("search"),keys:"f"}):null,this.writes?
p(n?.memos?`Memos (${n.memos})`:"Memo",()=>this.memo(),{icon:"memo",class:"qc-small",...h("memo"),keys:"m"}):null,this.leads&&
u?p("Change",()=>this.define(),{icon:"edit",class:"qc-small",...h("define"),keys:"e"}):null),s.definition?o("p",{class:"\
qc-entry-definition",dir:"auto"},s.definition):o("p",{class:"qc-quiet"},s.defined?"No definition yet.":"It came with cod\
ings and has no definition yet."),Us("Include",s.include),Us("Exclude",s.exclude),s.examples.length?o("section",null,o("\
h3",null,s.examples.length===1?"Example":"Examples"),s.examples.map(d=>o("blockquote",{class:"qc-said",dir:"auto"},d))):
null,s.patterns.length?o("section",null,o("h3",null,"Patterns"),o("ul",{class:"qc-patterns"},s.patterns.map(d=>o("li",{dir:"\
auto"},d)))):null,n?.unless.length?o("section",null,o("h3",null,"Unless"),o("ul",{class:"qc-patterns"},n.unless.map(d=>o(
"li",{dir:"auto"},d)))):null,o("section",null,o("h3",null,"Codings"),this.#l(s,n)),this.#f(s,l),this.leads&&u?this.#h(s):
null,Object.keys(n?.extras??{}).length?o("section",null,o("h3",null,"Further columns"),o("dl",{class:"qc-extras"},Object.
entries(n?.extras??{}).map(([d,f])=>o("div",null,o("dt",null,d),o("dd",{dir:"auto"},f))))):null),c&&(this.entry.querySelector(
`[data-does="${c}"]`)??this.entry).focus({preventScroll:!0}),r||(this.entry.scrollTop=0)}#d(t){let e=[];for(let s=t.parent;s;s=
this.app.codes.get(s)?.parent??null)e.unshift(this.app.nameOf(s));return e.length?e.join(" › "):"Theme"}#l(t,e){let s=[
t.codings?`${b(t.codings,"coding")} of yours`:"None of yours"];e&&e.all>t.codings&&s.push(`${e.all.toLocaleString("en")}\
 by ${b(e.coders,"coder")}`);let n=[...this.app.codes.values()].filter(r=>r.code!==t.code&&this.#u(r,t.code)),i=n.reduce(
(r,c)=>r+c.codings,0);return n.length&&s.push(`${i.toLocaleString("en")} of yours on ${b(n.length,"code")} beneath`),[o(
"p",null,s.join(" · ")),this.more?.left_out?o("p",{class:"qc-hint"},`Others’ codings in ${b(this.more.left_out,"docum\
ent")} are not counted until you have finished ${this.more.left_out===1?"it":"them"}.`):null,e?.waiting?o("p",null,o("bu\
tton",{type:"button",class:"qc-link",data:{does:"again"},on:{click:()=>this.again(t.code)}},`${e.waiting.toLocaleString(
"en")} to look at again`)):null]}#u(t,e){for(let s=t.parent;s;s=this.app.codes.get(s)?.parent??null)if(s===e)return!0;return!1}#f(t,e){
let{app:s}=this,n=o("ol",{class:"qc-quote-list"}),i=o("p",{class:"qc-toolbar"}),r=0,c=0,l=async(u=!1)=>{let d=++c;m(i,o(
"span",{class:"qc-hint",role:"status"},"Looking for quotations …"));try{let f=await s.read("book_quotes",{code:t.code,
offset:r,limit:xi});if(d!==c)return;let g=n.children.length;for(let w of f.quotes)n.append(o("li",{data:{hue:s.hueOf(w.code)}},
o("p",{class:"qc-said",dir:"auto"},w.quotation),o("p",{class:"qc-quote-from"},o("button",{type:"button",class:"qc-link",
on:{click:()=>this.#a(w)}},`${w.document}${w.turn?`, turn ${w.turn}`:""}`),o("span",{class:"qc-quiet"},[w.code===t.code?
"":s.nameOf(w.code),w.coder===s.session.coder?"":w.coder].filter(Boolean).map(q=>` · ${q}`).join("")))));r+=f.quotes.length,
m(i,f.total?null:o("span",{class:"qc-quiet"},"No quotations yet."),f.total>r?p(`Show more (${(f.total-r).toLocaleString(
"en")} left)`,()=>l(!0),{class:"qc-small"}):null,f.unread?o("span",{class:"qc-hint"},`Others’ quotations in ${b(f.unread,
"document")} come when you have finished ${f.unread===1?"it":"them"}.`):null),u&&n.children[g]?.querySelector("button")?.
focus()}catch(f){m(i,o("span",{class:"qc-fault"},f.message),p("Try again",()=>l(),{class:"qc-small"}))}},h=o("details",{
class:"qc-book-quotes"},o("summary",{data:{does:"quotes"}},"Quotations"),n,i);return h.addEventListener("toggle",()=>{h.
open&&!r&&l()}),e&&(h.open=!0),h}async#a(t){let{app:e}=this;try{await e.open(t.document),e.go("code",{document:t.document,
start:t.start,end:t.end,coding:t.coding})}catch(s){e.sorry(s)}}#h(t){let e=n=>({class:"qc-small",data:{does:n}}),s=!t.retired;
return o("section",{class:"qc-reorganise qc-chrome"},o("h3",null,"Reorganise"),o("div",{class:"qc-toolbar"},p("Up",()=>this.
shift(-1),{...e("up"),icon:"up",keys:"Alt+ArrowUp"}),p("Down",()=>this.shift(1),{...e("down"),icon:"down",keys:"Alt+Arro\
wDown"}),p("Move …",()=>ye(this.app,t,()=>this.tree.choose(t.code)),{...e("move"),icon:"move",keys:"v"}),p("Merge …",
()=>this.merge(),{...e("merge"),icon:"merge",keys:"j"}),p("Split …",()=>this.split(),{...e("split"),icon:"split",keys:"\
s"}),p("Identifier …",()=>this.rename(),{...e("rename"),keys:"i"}),p(s?"Retire …":"Use again …",()=>this.retire(),
{...e("retire"),keys:"x"})),o("p",{class:"qc-hint"},"Codes can also be dragged in the tree: onto a code to put them unde\
r it, between two to put them there."))}#c(){return this.app.codes.get(this.tree.code??"")??null}add(){let t=this.#c(),e=t&&
!t.merged_into&&!t.retired?t:null;js(this.app,e?e.parent??e.code:null,s=>{this.filter.value="",this.tree.filter="",this.
tree.choose(s,!0)},this.tree.element.childElementCount?"":this.filter.value.trim())}define(){let t=this.#c();t&&Is(this.
app,t,this.more?.codes[t.code]??null)}rename(){let t=this.#c();t&&_s(this.app,t,e=>this.tree.choose(e,!0))}merge(){let t=this.#c();
t&&Rs(this.app,t,e=>this.tree.choose(e,!0))}split(){let t=this.#c();if(t){if(t.category&&!t.codings){this.app.say(`${t.name}\
 only groups codes: add codes beneath it instead.`);return}Ds(this.app,t,e=>this.tree.choose(e,!0))}}retire(){let t=this.#c();
if(!t)return;let e=this.tree.beside(t.code);Ps(this.app,t,()=>{let s=this.app.codes.get(t.code),n=!!s&&!this.tree.stands(
s);n&&(this.gone.open=!0),this.draw(),n&&e&&this.app.codes.has(e)?this.tree.choose(e,!0):this.tree.focus()})}memo(){let t=this.#c();
t&&(this.more?.codes[t.code]?.memos?nt(this.app,{on:t.code,heading:`Memos on ${t.name}`}):at(this.app,{on:t.code,kind:"c\
ode",heading:`Memo on ${t.name}`}))}#m(t){return this.placing&&(this.nextMove=t),!!this.placing}shift(t){if(this.#m(()=>this.
shift(t)))return;let e=this.#c();if(!e)return;let s=this.tree.children(e.parent??null),n=s.indexOf(e);if(n<0)return;if(!s[n+
t]){this.app.say(t<0?"It is the first here already.":"It is the last here already.");return}let i=t<0?s[n-1]:s[n+2];this.
place(e,e.parent??null,i?.code??null)}nest(t){if(this.#m(()=>this.nest(t)))return;let e=this.#c();if(!e)return;if(t>0){let i=this.
tree.children(e.parent??null),r=i[i.indexOf(e)-1];r?this.place(e,r.code,null):this.app.say("There is no code before it t\
o put it under.");return}let s=e.parent?this.app.codes.get(e.parent):null;if(!s){this.app.say("It is a theme already.");
return}let n=this.tree.children(s.parent??null);this.place(e,s.parent??null,n[n.indexOf(s)+1]?.code??null)}async place(t,e,s){
if(this.placing)return;this.placing=!0,this.nextMove=null;let n=(this.entry.contains(document.activeElement)?document.activeElement:
null)?.dataset.does;try{await be(this.app,t,e,s,{quiet:!1}),this.tree.choose(t.code,!n),n&&this.entry.querySelector(`[da\
ta-does="${n}"]`)?.focus()}catch{}finally{this.placing=!1,this.book.isConnected&&this.nextMove?.()}}again(t=null){this.queue?.
destroy(),this.book.hidden=!0,this.queue=new Dt(this.host,this.app,{back:()=>this.back(),code:t})}back(){this.queue?.destroy(),
this.queue=null,this.book.hidden=!1,this.#n(),this.tree.focus()}#p(){let{app:t}=this,e="Codebook",s=()=>!this.queue&&!!this.#c(),
n=()=>s()&&!this.#c()?.merged_into,i=()=>this.leads&&n(),r=()=>this.writes&&!this.queue;return[{keys:"/",words:"find a c\
ode",run:()=>this.filter.focus(),when:()=>!this.queue,group:e},{keys:"n",words:"new code",run:()=>this.add(),when:r,group:e},
{keys:"c",words:"code with it",run:()=>ve(t,this.tree.code),when:()=>r()&&!!this.#c()?.applicable,group:e},{keys:"f",words:"\
search for it in the texts",run:()=>t.go("search",{code:this.tree.code}),when:n,group:e},{keys:"q",words:"open or close \
its quotations",run:()=>this.#g(),when:s,group:e},{keys:"m",words:"memo on it",run:()=>this.memo(),when:()=>r()&&s(),group:e},
{keys:"e",words:"change its name, definition, patterns …",run:()=>this.define(),when:i,group:e},{keys:"Alt+ArrowUp",words:"\
move it up",run:()=>this.shift(-1),when:i,group:e},{keys:"Alt+ArrowDown",words:"move it down",run:()=>this.shift(1),when:i,
group:e},{keys:"Alt+ArrowRight",words:"put it under the code before it",run:()=>this.nest(1),when:i,group:e},{keys:"Alt+\
ArrowLeft",words:"take it out to the level above",run:()=>this.nest(-1),when:i,group:e},{keys:"v",words:"move it somewhe\
re else",run:()=>{let c=this.#c();c&&ye(t,c,()=>this.tree.choose(c.code,!0))},when:i,group:e},{keys:"j",words:"merge it,\
 and others, into another code",run:()=>this.merge(),when:i,group:e},{keys:"s",words:"split it",run:()=>this.split(),when:i,
group:e},{keys:"i",words:"change its identifier",run:()=>this.rename(),when:i,group:e},{keys:"x",words:"retire it, or us\
e it again",run:()=>this.retire(),when:i,group:e},{keys:"l",words:"look at codings again that wait",run:()=>this.again(),
when:()=>!this.queue&&!!this.more?.own_waiting,group:e},...et(t,e,()=>this.queue?this.queue.load():t.loadBook())]}#g(){let t=this.
entry.querySelector(".qc-book-quotes");t&&(t.open=!t.open,t.querySelector("summary")?.focus())}};function Us(a,t){return t.
length?o("section",null,o("h3",null,a),o("ul",{class:"qc-entry-list"},t.map(e=>o("li",{dir:"auto"},e)))):null}var Ks={id:"\
codebook",label:"Codebook",key:"g b",mount(a,t,e){let s=new qe(a,t,e);return{destroy:()=>s.destroy(),params:n=>s.params(
n)}}};function mt(a){let{kind:t}=a;return t==="agreed"?"Agreed":t==="edges"?"Other edges":t==="code"?"Other codes":t==="consen\
sus"?"Consensus alone":t.startsWith("only ")?`Only ${t.slice(5)}`:t.startsWith("not considered by ")?`Not looked for by ${t.
slice(18)}`:t}function zs(a,t){let{kind:e}=a,s=t.length>2?"All":"Both";return e==="agreed"?`${s} gave the same code to t\
he same words. It goes into the consensus as it is, unless you say otherwise.`:e==="edges"?"The same code on words that \
overlap, with other edges.":e==="code"?"Other codes on the same words, or on words that overlap by half at least.":e==="\
consensus"?"A coding of the consensus that belongs to no place any more: a coder has changed or taken back what it reste\
d on.":e.startsWith("only ")?"Nobody else gave this code to words that overlap. The same code on other words nearby is a\
 place of its own.":"Not everybody looked for this code here, so that it cannot be settled: that it is missing says noth\
ing."}function P(a){return a.waiting?"waiting":a.settleable?a.open?"open":a.choice||a.edit?"settled":"agreed":"out"}function Hs(a,t){
return a.waiting?`${a.waiting} …`:a.edit?a.kind==="consensus"?"in the consensus":`settled: ${t(a.edit[2])}, edited`:a.
choice==="both"?Object.keys(a.own).length>2?"settled: all":"settled: both":a.choice==="none"?"settled: left out":a.choice?
`settled as ${a.choice}`:a.settleable?a.open?"open":a.standing.length?"agreed, in the consensus":"agreed":"cannot be set\
tled"}function Bt(a,t){let e=[...a];return e.length<=t?a:`${e.slice(0,t-1).join("").trimEnd()}…`}function xe(a,t){let e=[...a];
if(e.length<=t)return a;let s=Math.floor((t-3)/2),n=e.slice(0,s).join("").replace(/\s+\S*$/u,""),i=e.slice(-s).join("").
replace(/^\S*\s+/u,"");return`${n} … ${i}`}var $i=170,Wt=class{constructor(t,e){this.app=t,this.does=e,this.element=o("section",{class:"qc-compare-card","aria-labe\
l":"This place"}),this.body=o("div",{class:"qc-compare-card-body"}),this.memos=o("div",{class:"qc-compare-memos"}),this.
reason=o("textarea",{rows:"1",dir:"auto",class:"qc-compare-reason","aria-label":"Reason, kept as a memo",placeholder:"Re\
ason, kept as a memo (r)"}),this.keep=p("Keep this reason",()=>e.reason(this.words),{class:"qc-small",hidden:!0}),this.reason.
addEventListener("input",()=>this.#s()),this.reason.addEventListener("keydown",s=>{s.key!=="Escape"&&!(s.key==="Enter"&&
!s.shiftKey)||(s.preventDefault(),s.stopPropagation(),s.key==="Enter"&&!this.keep.hidden&&e.reason(this.words),(this.body.
querySelector("[data-choice]")??t.root.querySelector(".qc-main-view"))?.focus())}),m(this.element,this.body),this.asking=
0,this.of=""}get words(){return this.reason.value.trim()}draw(t,{coders:e,settle:s,why:n,doc:i,at:r,of:c}){let{app:l,does:h}=this,
u=this.body.contains(document.activeElement)?document.activeElement:null,d=u?.dataset.choice??u?.dataset.does,f=u===this.
reason;if(this.place=t,this.settle=s&&!!t?.settleable,!t){m(this.body,o("p",{class:"qc-quiet"},c?"Choose a place in the \
list, or press n.":"No place fits what is shown.")),this.of="";return}this.of!==t.id&&(this.reason.value=t.reason);let g=e.
filter(w=>t.own[w]);m(this.body,o("header",{class:"qc-compare-card-head"},o("h3",null,mt(t),o("span",{class:"qc-quiet"},
` · ${[t.turn?`turn ${t.turn}`:"",t.who].filter(Boolean).join(" · ")||i.document}`)),o("div",{class:"qc-compare-steps"},
o("span",{class:"qc-count"},r>=0?`${r+1} of ${c}`:b(c,"place")),p("Place before",()=>h.step(-1),{icon:"up",bare:!0,class:"\
qc-small",keys:"p","data-does":"back"}),p("Next place",()=>h.step(1),{icon:"down",bare:!0,class:"qc-small",keys:"n","dat\
a-does":"on"}))),o("p",{class:"qc-hint"},zs(t,e)),o("ul",{class:"qc-compare-own"},g.map(w=>this.#t(w,t.own[w],i)),e.length===
2&&g.length===1?o("li",{class:"qc-quiet"},o("b",null,e.find(w=>!t.own[w])),": not coded so"):null),this.#e(t,i),this.settle?
this.#n(t,e,g):n&&t.settleable?o("p",{class:"qc-note"},n):null,this.settle?o("div",{class:"qc-compare-why"},this.reason,
this.keep):t.reason?o("p",{class:"qc-note"},"Reason: ",o("span",{dir:"auto"},t.reason)):null,this.memos),this.#s(),f&&this.
settle?this.reason.focus():d&&(this.body.querySelector(`[data-choice="${d}"]:not(:disabled), [data-does="${d}"]`)??l.root.
querySelector(".qc-main-view"))?.focus({preventScroll:!0}),this.of!==t.id&&(this.memos.replaceChildren(),this.element.scrollTop=
0),this.of=t.id,this.#i(t,i)}#t(t,[,e,s,n],i){let{app:r}=this;return o("li",{data:{hue:r.hueOf(n)}},o("p",null,o("b",{dir:"\
auto"},t)," ",o("span",{class:"qc-letter","aria-hidden":"true"},r.letterOf(n))," ",o("span",{title:r.codes.get(n)?.definition||
null,dir:"auto"},r.nameOf(n))),o("blockquote",{class:"qc-said",dir:"auto"},xe(i.printed(e,s),$i)))}#e(t,e){let{app:s}=this;
return t.choice==="none"?o("p",{class:"qc-compare-stands"},"Left out of the consensus."):!t.standing.length||t.kind==="a\
greed"&&!t.edit?null:o("div",{class:"qc-compare-stands"},o("p",{class:"qc-label"},"In the consensus"),t.standing.map(([,
n,i,r])=>o("p",{data:{hue:s.hueOf(r)}},o("span",{class:"qc-letter","aria-hidden":"true"},s.letterOf(r))," ",s.nameOf(r),
": ",o("span",{class:"qc-quiet",dir:"auto"},xe(e.printed(n,i),120)))))}#n(t,e,s){let{does:n}=this,i=P(t)==="settled",r=(c,l,h,u)=>o(
"button",{type:"button",class:"qc-button qc-small",data:{choice:c},disabled:u,"aria-keyshortcuts":l,"aria-pressed":i&&!t.
edit&&t.choice===c?"true":"false",on:{click:()=>n.choose(c)}},o("kbd",{"aria-hidden":"true"},l),h);return o("div",{class:"\
qc-compare-choices",role:"group","aria-label":"Settle as"},e.map((c,l)=>r(c,String(l+1),`As ${c}`,!t.own[c])),r("both",String(
e.length+1),e.length>2?"All of them":"Both",s.length<2||t.kind==="agreed"),r("none","0","Leave out",!1),o("button",{type:"\
button",class:"qc-button qc-small",data:{choice:"edit"},"aria-keyshortcuts":"e","aria-pressed":t.edit&&t.kind!=="consens\
us"?"true":"false",on:{click:()=>n.edit()}},o("kbd",{"aria-hidden":"true"},"e"),"Other edges or code"))}#s(){let{place:t}=this;
this.keep.hidden=!t||t.open||!this.words||this.words===t.reason}async#i(t,e){let{app:s,does:n}=this,i=++this.asking,c=[...Object.
values(t.own),...t.standing].map(d=>d[0]).filter(d=>e.codings.get(d)?.memos),l=()=>p(c.length?"Answer, or write a memo":
"Write a memo",()=>n.memo(),{icon:"memo",class:"qc-small",keys:"m","data-does":"memo"}),h=this.memos.querySelector("[dat\
a-does=memo]"),u=h===document.activeElement&&!!h;if((!this.memos.childNodes.length||!c.length)&&m(this.memos,l()),c.length){
let d=[];try{for(let f of c)d=[...d,...await s.read("memos",{on:f,others:!0})]}catch(f){i===this.asking&&s.sorry(f);return}
if(i!==this.asking)return;d=[...new Map(d.map(f=>[f.id,f])).values()].sort((f,g)=>f.time<g.time?-1:1),m(this.memos,o("h4",
null,b(d.length,"memo")),o("ul",null,d.map(f=>o("li",null,o("p",{class:"qc-quiet"},[f.coder,V(f.time),f.subject].filter(
Boolean).join(" · ")),o("p",{class:"qc-compare-memo",dir:"auto"},f.title?o("b",null,`${f.title}: `):null,f.text)))),l())}
u&&this.memos.querySelector("[data-does=memo]")?.focus()}};function Fs(a,t,e,s){let n=s.filter(c=>t.own[c]).map(c=>t.own[c]),
i=n.length?n:t.standing,r=[...new Map(i.map(c=>[c[3],c])).values()];return[o("span",{class:"qc-place-codes"},r.map(([,,,
c])=>o("span",{class:"qc-letter",data:{hue:a.hueOf(c)},"aria-hidden":"true"},a.letterOf(c))),o("span",{class:"qc-place-n\
ames",dir:"auto"},r.map(([,,,c])=>a.nameOf(c)).join(" / "))),o("span",{class:"qc-place-words",dir:"auto"},Bt(e.printed(t.
start,t.end),90)),o("span",{class:"qc-place-facts"},o("span",null,mt(t))," · ",o("span",{class:"qc-place-stand"},Hs(t,c=>a.
nameOf(c))))]}var pt=60;function Js(a,{doc:t,place:e,coders:s,codes:n,selection:i,reason:r,settle:c}){let l=e.edit??e.standing[0]?.slice(
1)??e.own[s.find(x=>e.own[x])??""]?.slice(1),[h,u,d]=l;i&&({start:h,end:u}=i);let f=S("Code",{kind:"select",value:d,options:[
...new Set([...n,d])].map(x=>[x,`${a.letterOf(x)} · ${a.nameOf(x)}`])}),g=S("Reason",{kind:"area",value:r,rows:2,hint:"\
Kept as a memo on the coding of the consensus."}),w=o("p",{class:"qc-said qc-compare-stretch",dir:"auto"}),q=o("p",{class:"\
qc-unseen",role:"status"}),k=()=>{let x=t.edge(Math.max(0,h-pt),-1),A=t.edge(Math.min(t.length,u+pt),1),F=u-h>5*pt?[t.slice(
h,t.edge(h+2*pt,1))," … ",t.slice(t.edge(u-2*pt,-1),u)]:t.slice(h,u);m(w,x>0?"…":"",t.slice(x,h),o("mark",null,F),t.
slice(u,A),A<t.length?"…":"")},y=(x,A)=>{let j=x<A?t.trimmed(x,A):null;j&&({start:h,end:u}=j,k(),q.textContent=Bt(t.printed(
h,u),120))},v={startBack:()=>y(t.word(h,-1)?.[0]??h,u),startOn:()=>y(t.word(h+1,1)?.[0]??h,u),endOn:()=>y(h,t.word(u,1)?.[1]??
u),endBack:()=>{let x=t.word(u,-1);x&&x[1]>=u&&(x=t.word(x[0],-1)),x&&y(h,x[1])}},$=(x,A,j)=>p(x,()=>y(A,j),{class:"qc-s\
mall"});k(),E(a,{title:"Settle on other edges or another code",wide:!0,body:[f.element,o("fieldset",{class:"qc-field"},o(
"legend",null,"Words"),w,q,o("div",{class:"qc-toolbar"},o("span",{class:"qc-label"},"Start"),p("A word earlier",v.startBack,
{icon:"left",bare:!0,"aria-label":"Start a word earlier"}),p("A word later",v.startOn,{icon:"right",bare:!0,"aria-label":"\
Start a word later"}),o("span",{class:"qc-label"},"End"),p("A word earlier",v.endBack,{icon:"left",bare:!0,"aria-label":"\
End a word earlier"}),p("A word later",v.endOn,{icon:"right",bare:!0,"aria-label":"End a word later"}),s.filter(x=>e.own[x]).
map(x=>$(`As ${x}`,e.own[x][1],e.own[x][2])),i?$("As selected",i.start,i.end):null),i?null:o("p",{class:"qc-hint"},"Word\
s that are selected in the text are offered here, too.")),g.element],actions:[{label:"Settle so",run:()=>c({start:h,end:u,
code:f.input.value,reason:g.input.value.trim()})}]})}var Ut=class{constructor(t,e,s,n){this.text=e,this.sides=[s[0],s[1]].map(c=>Object.create(t,{session:{value:{...t.session,
coder:c}}})),this.of=[c=>c.coder===s[0],c=>s.indexOf(c.coder)>0],this.drawn=new Map;let i=new WeakMap;this.near=new Set,
this.watcher=new IntersectionObserver(c=>{let l=[];for(let h of c){let u=i.get(h.target);u&&(h.isIntersecting?(this.near.
add(u),l.push(u)):this.near.delete(u))}this.draw(l)},{root:n,rootMargin:"400px 0px"});for(let[c,l]of e.drawn){let h=[o("\
div",{class:"qc-margin qc-margin-first"}),o("div",{class:"qc-margin qc-margin-second"})];l.element.append(...h),this.drawn.
set(c,h),i.set(l.element,c),this.watcher.observe(l.element)}let r=0;this.sizes=new ResizeObserver(([c])=>{Math.abs(c.contentRect.
width-r)<1||(r=c.contentRect.width,this.draw())}),this.sizes.observe(e.element)}draw(t=this.near){let e=[];for(let n of t){
let i=this.text.drawn.get(n),r=this.drawn.get(n);!i||!r||r.forEach((c,l)=>{let h=i.codings.filter(this.of[l]);e.push([this.
sides[l],{block:n,codings:h,lanes:Ct(h),words:i.words,margin:c,pieces:i.pieces}])})}let s=e.map(([,n])=>Tt(n));e.forEach(
([n,i],r)=>Nt(n,i,s[r],this.text.active))}destroy(){this.watcher.disconnect(),this.sizes.disconnect()}};var Ys=new Set,Gs=[["differ","Where they differ"],["open","Not settled yet"],["all","All places"],["agreed","Where they \
agree"]],Vs={id:"compare",label:"Compare",key:"g c",mount(a,t,e){return new $e(a,t,e)}},$e=class{constructor(t,e,s){this.
app=e,this.asked=s,this.asking=0,this.told=null,this.doc=null,this.text=null,this.margins=null,this.at=null,this.pending=
new Map,this.items=new Map,this.drawnAs=new Map,this.current=null,this.show=s.show??e.remembered("compare-show","differ"),
this.head=o("div",{class:"qc-compare-head"}),this.figures=o("div",{class:"qc-compare-figures"}),this.columns=o("div",{class:"\
qc-compare-columns","aria-hidden":"true"}),this.reading=o("div",{class:"qc-compare-text qc-pane"}),this.card=new Wt(e,{choose:l=>this.#$(
l),edit:()=>this.#O(),memo:()=>this.#C(),reason:l=>this.#A(l),step:l=>this.#v(l)}),this.list=o("ul",{class:"qc-place-lis\
t","aria-label":"Places",on:{keydown:l=>this.#S(l)}}),this.said=o("p",{class:"qc-unseen",role:"status"}),this.side=o("as\
ide",{class:"qc-compare-side","aria-label":"Places"},this.card.element,o("div",{class:"qc-place-frame qc-pane"},this.list)),
this.body=o("div",{class:"qc-compare-body"},this.reading,this.side),t.append(o("div",{class:"qc-compare"},o("h2",{class:"\
qc-unseen"},"Compare coders"),this.head,this.body,this.said));let n=()=>this.told,i=()=>!!this.told&&!this.body.hidden,r=()=>i()&&
this.told.settle&&!!this.place,c=l=>({keys:String(l),get words(){let h=n()?.coders??[];return h[l-1]?`settle as ${h[l-1]}`:
h.length>2?"settle as all of them":"settle as both"},when:()=>r()&&l<=this.told.coders.length+1,repeat:!1,run:()=>this.#$(
this.told.coders[l-1]??"both")});this.offs=[e.on("doc",l=>l&&l.document!==this.told?.document&&this.#s()),e.on("codings",
l=>l.document===this.told?.document&&this.#e()),e.on("documents",()=>this.told?this.#e():this.#s()),e.on("settings",()=>this.
told&&this.#e()),e.on("codebook",()=>this.told&&this.#e(!0)),e.keys.add([{keys:"n",words:"next place",when:i,run:()=>this.#v(
1)},{keys:"p",words:"place before",when:i,run:()=>this.#v(-1)},{keys:"o",words:"next place that is open",when:i,run:()=>this.#w()},
...[1,2,3,4,5,6].map(c),{keys:"0",words:"settle: leave out",when:r,repeat:!1,run:()=>this.#$("none")},{keys:"e",words:"s\
ettle on other edges or another code",when:r,run:()=>this.#O()},{keys:"r",words:"write the reason",when:r,run:()=>this.card.
reason.focus()},{keys:"m",words:"write a memo on a coding of this place",when:()=>i()&&!!this.place,run:()=>this.#C()},{
keys:"u or Mod+z",words:"undo what was settled last",when:i,repeat:!1,run:()=>this.#T()}])],this.#s()}destroy(){this.asking+=
1,clearTimeout(this.timer);for(let t of this.offs)t();this.#t()}#t(){this.margins?.destroy(),this.text?.destroy(),this.margins=
null,this.text=null}params(t){let e=JSON.stringify([this.asked.coders,this.asked.sample]);this.asked=t,t.show&&t.show!==
this.show&&this.#y(t.show,!1),(e!==JSON.stringify([t.coders,t.sample])||this.app.doc?.document!==this.told?.document)&&this.#s()}get place(){
return this.told?.lines.find(t=>t.id===this.at)??null}get places(){let t=this.told?.lines??[];return this.show==="open"?
t.filter(e=>e.open||e.id===this.at):this.show==="agreed"?t.filter(e=>e.kind==="agreed"):this.show==="differ"?t.filter(e=>e.
kind!=="agreed"):t}#e(t=!1){clearTimeout(this.timer),this.timer=setTimeout(()=>this.#s({quiet:!t}),250)}#n(){let t=null;
try{t=this.asked.coders?JSON.parse(this.asked.coders):null}catch{}return{coders:Array.isArray(t)?t.map(String):null,sample:this.
asked.sample||null}}async#s({quiet:t=!1}={}){let{app:e}=this,s=e.doc?.document,n=++this.asking;if(!s){this.#l("Choose a \
document","Documents that two coders have finished can be compared here.");return}let i=e.documents.find(d=>d.document===
s),r=i?.passes.some(([d,f])=>f&&d===e.session.coder);if(i&&!r&&(i.hidden||e.session.role==="coder")){this.told=null,this.#l(
"Not finished yet",`You compare ${s} with other coders when you have finished it: code it to its end, and record that yo\
u are done.`);return}if(i&&!r&&!Ys.has(s)&&!e.remembered(this.#r,!1)){this.told=null,this.#d(s);return}let c,l=null;try{
let d=this.#n();c=await e.read("compare",{document:s,...d}),(!t||this.doc?.version!==c.version)&&(l=await e.read("docume\
nt",{document:s,others:e.others}))}catch(d){if(n!==this.asking||!(d instanceof T)&&this.told)return;this.told=null,this.#l(
"Not to be compared",d.message);return}if(n!==this.asking)return;let h=this.told?.document===s&&this.told.coders.join(`
`)===c.coders.join(`
`);this.told=c;for(let d of c.lines)this.pending.has(d.id)&&this.#M(d);if(c.coders.length<2){let[d]=c.known[0]??[];this.#l(
"One coder so far",d?`${d} alone has worked on ${s}.`:`Nobody has coded ${s} yet.`);return}this.body.hidden=!1,t||(this.
order=""),l&&(this.doc=new W({...l,codings:c.codings}));let u=l?[]:this.doc?.apply({added:c.codings,gone:[]},!0)??[];if(l||
!this.text||!h?this.#o():u.length&&(this.text.refresh(u),this.margins?.draw()),!this.place){let d=this.places.find(f=>f.
open)??this.places[0];this.at=d?.id??null}this.#u(),this.#b(!h||!t),(!h||!t)&&this.#q()}#i(){return[...this.doc?.codings.
values()??[]].filter(t=>this.told.coders.includes(t.coder)).sort(J)}#o(){if(!this.doc)return;let{coders:t}=this.told;this.#t(),
m(this.columns,o("span",null,t[0]),o("span"),o("span",null,t.slice(1).join(", "))),m(this.reading,this.columns),this.text=
new z(this.reading,this.app,this.doc,{codings:()=>this.#i(),margin:!1,keyboard:!0,label:`Text of ${this.doc.document}, c\
oded by ${t.join(" and ")}`,onCoding:e=>e&&this.#k(this.told.lines.find(s=>Object.values(s.own).some(([n])=>n===e.id))?.
id??null,!1)}),this.text.scroller=this.reading,this.margins=new Ut(this.app,this.text,t,this.reading)}get#r(){return`com\
pare-looks-${this.app.session.project}-${this.app.session.coder}`}#d(t){let{app:e}=this;this.#l("Before you look",`You a\
re not done with ${t}. Whoever has seen other coders' codings does not code it blind any more; that is noted, and your p\
ass will say so.`);let s=i=>{Ys.add(t),i&&e.remember(this.#r,!0),this.#s()},n=o("div",{class:"qc-toolbar"},p("Show their\
 codings",()=>s(!1),{class:"qc-main"}),p("Show them, and do not ask again",()=>s(!0)));this.head.querySelector(".qc-empt\
y p")?.after(n)}#l(t,e){let{app:s}=this;this.#t(),this.body.hidden=!0,this.figures.replaceChildren();let n=s.documents.filter(
i=>i.passes.filter(([r,c])=>c&&r!=="consensus").length>1&&i.document!==s.doc?.document);m(this.head,o("div",{class:"qc-e\
mpty"},o("h3",null,t),o("p",null,e),n.length?o("p",null,"Finished by two coders or more:"):o("p",null,"No other document\
 has been finished by two coders yet."),o("ul",{class:"qc-compare-fit"},n.map(i=>o("li",null,p(i.document,()=>s.open(i.document).
then(()=>s.go("compare",{document:i.document})).catch(r=>s.sorry(r)),{class:"qc-small"}))))))}#u(){this.#f(),this.#c(),this.#g()}#f(){
let{app:t,told:e}=this,s=document.activeElement?.dataset?.head,n=e.lines,i=f=>n.filter(g=>P(g)===f).length,r=i("open"),c=i(
"settled")+i("waiting"),l=e.known.map(([f,g])=>[f,g?f:`${f} (not finished)`]),h=(f,g)=>this.#h(f,`coder-${g}`,e.coders[g],
l,w=>{let q=[...e.coders],k=q.indexOf(w);k>=0&&(q[k]=q[g]),q[g]=w,t.go("compare",{document:e.document,coders:JSON.stringify(
q)})}),u="",d=[[u,"Whole document"],...e.samples.map(([f,,g])=>[f,`Sample ${f}${g===null?"":`, ${b(g,"turn")}`}`])];m(this.
head,o("div",{class:"qc-compare-choice"},o("h3",{dir:"auto"},e.document),e.sample?o("span",null,e.coders.join(" and ")):
[h("First coder",0),o("span",{class:"qc-quiet"},"and"),h("Second coder",1)],d.length>1?this.#h("Of the document","sample",
e.sample??u,d,f=>t.go("compare",{document:e.document,...f?{sample:f}:{}})):null,this.#h("Places shown","show",this.show,
Gs,f=>this.#y(f))),o("div",{class:"qc-compare-progress"},o("progress",{max:Math.max(1,r+c),value:c,"aria-label":"Places \
settled of those that differ"}),o("p",null,this.#a(r,c,i("agreed"),i("out"))),this.figures,e.settle&&!r&&e.consensus!=="\
whole"&&e.turns===null?p("Record the consensus",()=>this.#E({},"the consensus"),{class:"qc-main qc-small","data-head":"r\
ecord"}):null),e.why?o("p",{class:"qc-note"},e.why):null,e.left_out.length&&e.settle?o("p",{class:"qc-note qc-warn"},`${e.
left_out.join(", ")} finished this document, too. What is settled here rests on ${e.coders.join(" and ")} alone.`):null),
s&&this.head.querySelector(`[data-head="${s}"]`)?.focus()}#a(t,e,s,n){let i=[`${b(t+e,"place")} ${t+e===1?"differs":"dif\
fer"}`,`${e} settled`,`${t} open`,`${s} agreed`];return n&&i.push(`${n} not looked for by both`),[i.join(" · "),!t&&this.
told.consensus==="whole"?o("span",{class:"qc-good"}," · recorded as the consensus"):null]}#h(t,e,s,n,i){let r=o("select",
{"aria-label":t,title:t,data:{head:e},on:{change:()=>i(r.value)}},n.map(([c,l])=>o("option",{value:c},l)));return r.value=
s,r}#c(){let{places:t,told:e}=this,s=JSON.stringify([e.document,t.map(i=>i.id)]);if(s===this.order&&this.list.isConnected){
for(let i of t)this.drawnAs.get(i.id)!==JSON.stringify(i)&&this.#m(i);this.#p();return}this.order=s;let n=this.list.contains(
document.activeElement);this.items=new Map(t.map(i=>[i.id,o("button",{type:"button",class:"qc-place",tabindex:"-1",data:{
place:i.id},on:{click:()=>this.#k(i.id)}})]));for(let i of t)this.#m(i);m(this.list,[...this.items.values()].map(i=>o("l\
i",null,i)),t.length?null:o("li",{class:"qc-quiet qc-place-none"},e.lines.length?"None of these.":"Neither has coded any\
thing here.")),this.current=null,this.#p(),n&&this.current?.focus({preventScroll:!0})}#m(t){let e=this.items.get(t.id);e&&
(e.dataset.stand=P(t),this.drawnAs.set(t.id,JSON.stringify(t)),m(e,Fs(this.app,t,this.doc,this.told.coders)))}#p(){let t=this.
current;t?.removeAttribute("aria-current"),t?.setAttribute("tabindex","-1");let e=this.items.get(this.at??"")??null;e?.setAttribute(
"aria-current","true"),(e??this.list.querySelector("button"))?.setAttribute("tabindex","0"),e?.scrollIntoView({block:"ne\
arest"}),this.current=e}#g(){let{told:t,places:e}=this;this.card.draw(this.place,{coders:t.coders,settle:t.settle,why:"",
doc:this.doc,at:e.findIndex(s=>s.id===this.at),of:e.length})}#b(t){let{place:e,text:s}=this;if(!s)return;let n=e?[...Object.
values(e.own),...Object.keys(e.own).length?[]:e.standing]:[];s.evidence(n.map(([,i,r])=>({start:i,end:r,label:"",kind:"s\
pot"}))),this.margins?.draw(),e&&t&&s.reveal(e.start,e.end)}#y(t,e=!0){this.show=Gs.some(([s])=>s===t)?t:"differ",e&&this.
app.remember("compare-show",this.show),this.told&&(this.places.some(s=>s.id===this.at)||(this.at=this.places[0]?.id??null),
this.#u(),this.#b(!0))}async#q(){let{app:t,told:e}=this,s=O("figures");this.figuring=s,this.figures.replaceChildren();let n;
try{n=await t.read("compare_figures",{document:e.document,coders:e.coders})}catch{return}this.figuring===s&&m(this.figures,
o("details",null,o("summary",null,"How much they agree"),o("dl",null,o("dt",null,"This document"),o("dd",null,n.here),o(
"dt",null,"All documents"),o("dd",null,n.everywhere))))}#k(t,e=!0){if(!t)return;this.at=t,this.items.has(t)?(this.#p(),this.#g()):
(this.places.some(n=>n.id===t)||(this.show="all"),this.#u()),this.#b(e);let s=this.place;s&&(this.said.textContent=`${mt(
s)}: ${this.current?.textContent??""}`)}#v(t){let{places:e}=this;if(!e.length)return;let s=e.findIndex(i=>i.id===this.at),
n=e[s<0?0:s+t];n?this.#k(n.id):this.app.say(t>0?"This is the last place.":"This is the first place.")}#w(){let t=this.#x();
t?this.#k(t.id):this.app.say("Nothing is open here.")}#x(){let t=this.told.lines,e=t.findIndex(s=>s.id===this.at);return[
...t.slice(e+1),...t.slice(0,Math.max(0,e))].find(s=>P(s)==="open")}#S(t){let e={ArrowDown:1,ArrowUp:-1}[t.key];!e||t.ctrlKey||
t.altKey||t.metaKey||t.shiftKey||(t.preventDefault(),this.#v(e),this.list.querySelector("[aria-current]")?.focus({preventScroll:!0}))}#$(t){
let{place:e,told:s}=this;if(!e)return;if(!e.settleable){this.app.say("This place cannot be settled: not everybody looked\
 for the code here.");return}if(e.waiting)return;if(s.coders.includes(t)&&!e.own[t]||t==="both"&&(Object.keys(e.own).length<
2||e.kind==="agreed")){this.app.say(t==="both"?"There is only one coding here: take it, or leave it out.":`${t} has no c\
oding here; to leave the place out, press 0.`);return}let n=this.card.words,i=t==="both"?"both":t==="none"?"left out":`a\
s ${t}`;this.#E({[e.id]:n?{settle:t,reason:n}:t},i,e)}#O(){let{place:t,told:e,doc:s,text:n}=this;if(!t||!s||t.waiting)return;
if(!t.settleable){this.#$("none");return}let i=n?.selection?{...n.selection}:null;Js(this.app,{doc:s,place:t,coders:e.coders,
codes:e.codes??[],selection:i,reason:this.card.words,settle:({start:r,end:c,code:l,reason:h})=>{n?.clear(),this.#E({[t.id]:{
start:r,end:c,code:l,...h?{reason:h}:{}}},"edited",t)}})}#A(t){let{place:e}=this;e&&t&&!e.open&&this.#E({[e.id]:{...e.choice?
{settle:e.choice}:{},reason:t}},"with its reason",e,!0)}async#E(t,e,s,n=!1){let{app:i,told:r}=this;if(s){this.pending.set(
s.id,e),this.#M(s),this.#m(s),this.#f();let l=n?null:this.#x();l?this.#k(l.id):this.#g()}let c=r.lines.filter(l=>P(l)===
"open").length;this.said.textContent=s?`Settled ${e}; ${c} open.`:"";try{(await i.write("settle",{document:r.document,version:r.
version,coders:r.coders,choices:t,sample:r.sample},`settled ${e} in ${r.document}`,{quiet:!0})).passes&&i.say(`${r.document}${r.
sample?`, sample ${r.sample},`:""} is settled: tables count its consensus from now on.`)}catch(l){s&&(this.at=s.id),i.sorry(
l)}finally{s&&this.pending.delete(s.id)}this.told?.document===r.document&&await this.#s({quiet:!0})}#M(t){t.waiting=this.
pending.get(t.id),t.open=!1}async#T(){let{app:t}=this;try{let e=await t.read("undoable");if(!e){t.say("There is nothing \
to undo.");return}if(e.verb!=="settle"&&!await C(t,"Undo something else?",`Your latest act is no settling: ${e.what}.`,"\
Undo it"))return;let s=new Map(this.told.lines.map(r=>[r.id,P(r)])),n=await t.write("undo",{act:e.act},"undo",{quiet:!0});
await this.#s({quiet:!0});let i=this.told?.lines.find(r=>P(r)==="open"&&s.get(r.id)==="settled");i&&this.#k(i.id),t.say(
`Undone: ${n.what??e.what}.`)}catch(e){t.sorry(e)}}#C(){let{app:t,place:e,told:s}=this;if(!e)return;let n=[...s.coders.filter(
l=>e.own[l]).map(l=>[e.own[l][0],`${l}: ${t.nameOf(e.own[l][3])}`]),...e.standing.map(([l,,,h])=>[l,`the consensus: ${t.
nameOf(h)}`])],i=S("On the coding of",{kind:"select",value:n[0][0],options:n}),r=S("Memo",{kind:"area",rows:4,required:!0,
hint:"Everybody who has finished this document can read it. Ctrl and Enter keep it."});E(t,{title:"Memo on this place",body:[
i.element,r.element],actions:[{label:"Keep",run:async()=>{let l=r.input.value.trim();if(!l)throw new Error("Write someth\
ing first, or press Cancel.");await t.write("memo_add",{on:i.input.value,text:l},"memo",{quiet:!0}),t.say("The memo is k\
ept."),this.#s({quiet:!0})}}]})&&r.input.focus()}};var Se=60,Qs={diary:"Study diary",document:"Documents",coding:"Codings",code:"Codes",participant:"Participants",memo:"An\
swers",suggestion:"Suggestions",decision:"Decisions",pass:"Readings",act:"Acts"},Si={diary:"Diary",document:"Document",coding:"\
Coding",code:"Code",participant:"Participant",memo:"Answer",suggestion:"Suggestion",decision:"Decision",pass:"Reading",act:"\
Act"},Xs=new WeakMap,Oe=class{constructor(t,e,s){this.app=e,this.memos=[],this.shown=Se,this.asked=Xs.get(e)??{words:"",
kind:"",coder:"",others:!1},Xs.set(e,this.asked),s?.kind&&(this.asked.kind=s.kind),this.loading=0,this.next=void 0,this.
loaded=!1;let{asked:n}=this;this.words=o("input",{type:"search","aria-label":"Find a memo",placeholder:"Find words, a co\
de, a document",autocomplete:"off",spellcheck:"false",dir:"auto",value:n.words,on:{input:()=>{n.words=this.words.value,this.#n()}}}),
this.kind=o("select",{"aria-label":"Kind",on:{change:()=>{n.kind=this.kind.value,this.#n()}}}),this.coder=o("select",{"a\
ria-label":"Written by",on:{change:()=>{n.coder=this.coder.value,this.#n()}}});let i=O("others");this.others=o("input",{
type:"checkbox",id:i,on:{change:()=>this.#e()}}),this.others.checked=n.others,this.othersRow=o("p",{class:"qc-field qc-c\
heck qc-memo-others"},this.others,o("label",{for:i},"Also what others wrote about documents you have not finished")),this.
total=o("p",{class:"qc-count",role:"status"}),this.list=o("ol",{class:"qc-memos","aria-label":"Memos",on:{focusin:c=>this.#u(
c.target.closest(".qc-memo-row"))}}),this.more=o("div",{class:"qc-actions"}),t.append(o("div",{class:"qc-sheet qc-memos-\
view"},o("header",{class:"qc-view-head"},o("h2",null,"Memos"),this.total,e.session.read_only?null:p("Write in the diary",
()=>this.diary(),{icon:"plus",class:"qc-main qc-push",keys:"n"})),o("div",{class:"qc-memo-filters qc-chrome"},o("div",{class:"\
qc-filter"},M("search"),this.words),this.kind,this.coder),this.othersRow,this.list,this.more));let r="Memos";this.offs=[
e.on("memos",()=>this.load()),e.on("codebook",()=>this.load()),e.on("documents",()=>this.#t()),e.keys.add([{keys:"/",words:"\
find a memo",run:()=>this.words.focus(),group:r},{keys:"n",words:"write in the study diary",run:()=>this.diary(),when:()=>!e.
session.read_only,group:r},{keys:"ArrowDown or j",words:"next memo",run:()=>this.#h(1),group:r},{keys:"ArrowUp or k",words:"\
memo before",run:()=>this.#h(-1),group:r},{keys:"Enter or o",words:"go to what the memo is about",run:()=>this.#c(),group:r},
{keys:"e",words:"change it",run:()=>this.#m("change"),group:r},{keys:"a",words:"answer it",run:()=>this.#m("reply"),group:r},
{keys:"Delete or Backspace",words:"take it back",run:()=>this.#m("back"),repeat:!1,group:r},{keys:"Escape",words:"show a\
ll memos again",run:()=>this.#s(),typing:!0,group:r},...et(e,r)])],this.#t(),this.load(s?.memo)}destroy(){for(let t of this.
offs)t()}params(t){t?.kind!==void 0&&(this.asked.kind=t.kind,this.#n()),t?.memo&&this.load(t.memo)}async load(t){let{app:e}=this,
s=++this.loading;this.next=t??this.next;try{let n=await e.read("memos",{others:this.asked.others});if(s!==this.loading)return;
this.memos=n,this.loaded=!0,this.#t(),this.draw(this.next),this.next=void 0}catch(n){this.loaded?e.sorry(n):m(this.list,
o("li",{class:"qc-fault"},n.message))}}#t(){let{app:t,asked:e}=this,s=Object.keys(Qs).filter(l=>l===e.kind||this.memos.some(
h=>h.kind===l));m(this.kind,o("option",{value:""},"All kinds"),s.map(l=>o("option",{value:l},Qs[l]))),this.kind.value=e.
kind;let n=[...new Set([...this.memos.map(l=>l.coder),...e.coder?[e.coder]:[]])].sort();m(this.coder,o("option",{value:""},
"Everybody"),n.map(l=>o("option",{value:l},l===t.session.coder?`${l} (you)`:l))),this.coder.value=e.coder;let i=t.session.
coder,r=(t.session.coders??[]).some(l=>l!==i)||this.memos.some(l=>!l.mine),c=t.documents.some(l=>!l.hidden&&!l.passes.some(
([h,u])=>h===i&&u));this.othersRow.hidden=!(r&&c)&&!e.others,this.coder.hidden=n.length<2}async#e(){let{app:t,asked:e}=this;
if(this.others.checked){let s=await C(t,"Show others’ memos on documents you have not finished?","They may tell how ot\
hers read these texts. Your reading of those with such a memo counts as not blind from then on.","Show them");this.others.
checked=s}e.others=this.others.checked,this.others.focus(),this.load()}#n(){this.shown=Se,this.draw()}#s(){let{asked:t}=this;
if(!t.words&&!t.kind&&!t.coder)return!1;t.words="",t.kind="",t.coder="",this.words.value="",this.#t(),this.#n()}#i(){let{
asked:t,app:e}=this,s=K(t.words).split(/\s+/).filter(Boolean);return this.memos.filter(n=>{if(t.kind&&n.kind!==t.kind||t.
coder&&n.coder!==t.coder)return!1;if(!s.length)return!0;let i=K([n.title,n.text,n.subject,n.document??"",n.coder,...n.codes.
map(r=>e.nameOf(r))].join(" "));return s.every(r=>i.includes(r))})}draw(t){let e=this.#i(),s=document.activeElement,n=this.
list.contains(s)?s?.closest("li"):null,i=n?[...this.list.children].indexOf(n):-1;if(t){let c=e.findIndex(l=>l.id===t);c>=
this.shown&&(this.shown=c+1)}let r=e.slice(0,this.shown);if(this.total.textContent=e.length===this.memos.length?b(e.length,
"memo"):`${e.length.toLocaleString("en")} of ${b(this.memos.length,"memo")}`,m(this.list,r.map(c=>this.#r(c))),this.#u(this.#f()[0]),
!e.length&&this.loaded&&m(this.list,o("li",null,this.#o())),m(this.more,e.length>this.shown?p(`Show more (${(e.length-this.
shown).toLocaleString("en")} left)`,()=>{let c=this.shown;this.shown+=Se,this.draw(),this.list.children[c]?.focus()}):null),
t){let c=this.list.querySelector(`[data-memo="${CSS.escape(t)}"]`);c?.focus(),c?.scrollIntoView({block:"nearest"})}else i>=
0&&(this.list.querySelector(`[data-memo="${CSS.escape(n?.dataset.memo??"")}"]`)??this.list.children[Math.min(i,this.list.
children.length-1)])?.focus()}#o(){return this.memos.length?o("div",{class:"qc-empty"},o("h3",null,"No memo fits"),o("p",
null,p("Show all memos",()=>{this.#s(),this.words.focus()}))):o("div",{class:"qc-empty"},o("h3",null,"No memos yet"),o("\
p",null,"Write in the diary what you did and why. On words, codings and documents you write memos where you code, with ",
o("kbd",null,"m"),"; on codes in the codebook."))}#r(t){let{app:e}=this,s=O("memo");return o("li",{class:"qc-memo-row",tabindex:"\
-1","aria-labelledby":s,data:{memo:t.id,kind:t.kind}},o("p",{class:"qc-memo-head",id:s},o("span",{class:"qc-tag"},Si[t.kind]??
t.kind),this.#d(t),o("span",{class:"qc-count"},[t.coder,ke(t.time),t.edited?`changed ${ke(t.edited)}`:"",t.replies?b(t.replies,
"answer"):""].filter(Boolean).join(" · "))),t.quotation?o("blockquote",{class:"qc-said qc-memo-quoted",dir:"auto"},t.quotation):
null,Bs(e,t,{change:()=>at(e,{heading:"Change the memo",memo:t,then:n=>this.load(n)}),back:()=>this.#l(t),reply:()=>at(e,
{heading:t.mine?"Add to your memo":`Answer ${t.coder}’s memo`,on:t.id,kind:"memo",hint:t.title||Oi(t.text),then:n=>this.
load(n)})}))}#d(t){if(t.kind==="diary")return null;let e=Ei(this.app,t),s=t.kind==="code"?Ai(this.app,t):t.named;return e?
o("button",{type:"button",class:"qc-link qc-memo-about",dir:"auto",data:{does:"go"},on:{click:e}},s):o("span",{class:"qc\
-memo-about",dir:"auto"},s)}async#l(t){let{app:e}=this;if(await C(e,"Take this memo back?","It leaves the list; its word\
s stay in the history of the study.","Take it back",{kind:"qc-danger"}))try{let s=await e.write("memo_retract",{memo:t.id},
"memo taken back");U(e,"Memo taken back.",s?.act,()=>this.load(t.id)),await this.load()}catch{}}diary(){at(this.app,{heading:"\
Study diary",on:null,hint:"What you did, decided or wondered today. It belongs to the study, not to a place in it.",then:t=>{
let{asked:e}=this;(e.kind&&e.kind!=="diary"||e.words||e.coder&&e.coder!==this.app.session.coder)&&this.#s(),this.load(t)}})}#u(t){
if(!(!t||t.tabIndex===0))for(let e of this.#f()){e.tabIndex=e===t?0:-1;for(let s of e.querySelectorAll("button, summary,\
 a[href]"))s.tabIndex=e.tabIndex}}#f(){return[...this.list.querySelectorAll(".qc-memo-row")]}#a(){return document.activeElement?.
closest?.(".qc-memo-row")??null}#h(t){let e=this.#f(),s=this.#a(),n=s?e.indexOf(s)+t:0;n<0?this.words.focus():n<e.length?
(e[n].focus(),e[n].scrollIntoView({block:"nearest"})):this.more.firstElementChild&&this.more.firstElementChild.focus()}#c(){
return this.#m("go")}#m(t){let e=this.#a()?.querySelector(`[data-does="${t}"]`);if(!e)return!1;e.click()}};function Oi(a){
let t=[...a];return t.length>120?`${t.slice(0,115).join("")} …`:a}function Ei(a,t){let{document:e,start:s,end:n,codes:i,
kind:r}=t;return r==="code"&&i.length&&a.codes.has(i[0])?()=>a.go("codebook",{code:i[0]}):e&&a.documents.some(c=>c.document===
e)?()=>{s===null||n===null?a.jump(e):a.jump(e,s,n)}:null}function Ai(a,t){let e=a.codes.get(t.on??"");return!e||[...a.codes.
values()].some(s=>s!==e&&s.name===e.name)?t.named:e.name}var Zs={id:"memos",label:"Memos",key:"g m",mount(a,t,e){let s=new Oe(
a,t,e);return{destroy:()=>s.destroy(),params:n=>s.params(n)}}};var Ee=[["certain","Most likely first"],["uncertain","Least certain first"],["novel","Most unlike what you decided first"]],
Ae=[["","Mixed"],["code","Code by code"],["document","Document by document"]],Me={accept:"You accepted this",reject:"You\
 rejected this",revise:"You revised this"},Mi={patterns:"the codebook’s patterns",learned:"what was learned from docum\
ents coded here",definitions:"the words of the codebook’s definitions",combined:"patterns, coded documents and definit\
ions taken together"};function Kt(a){return Mi[a]??a}function tn(a){return a>=.995?"more than 99 of 100":a<.005?"fewer t\
han 1 of 100":a>.9||a<.1?`${Math.round(a*100)} of 100`:`${Math.round(a*10)} of 10`}function en(a,t){if(a===null)return"N\
o probability yet.";let e=`probability ${a.toFixed(2)}`;return t==="rates"?`About ${tn(a)} such suggestions were right h\
ere (${e}).`:t==="fitted"?`About ${tn(a)} such suggestions are right, judged by what was coded and decided here (${e}).`:
`The program that suggests it gives it the ${e}.`}var Ci=/^(.*) \(((?:pos|language|negation|negation window|negation words): .*)\)$/s;
function Ti(a){let t=Ci.exec(a),e=t?t[2]:"",s=t?t[1]:a,n=[/\bpos: /.test(e)?"as the part of speech that is asked for":"",
/\bnegation: exclude/.test(e)?"where it is not negated":"",/\bnegation: only/.test(e)?"where it is negated":""].filter(Boolean),
i=(l,h="")=>[[l,...n].join(", "),h],[,r,c]=/^(regex|lemma|near|tokens): (.*)$/s.exec(s)??[];if(r==="regex")return i("fit\
s a regular expression",c);if(r==="lemma")return i(c.includes(" ")?`is a form of “${c}”`:`is a form of the word “${c}\
”`);if(r==="tokens")return i("fits a pattern of word forms and kinds of words");if(r==="near"){let[,l,h]=/^(.*) within (\d+)$/s.
exec(c)??[];if(l)return i(`${l.split(" … ").map(u=>`“${u}”`).join(" and ")} within ${b(Number(h),"word")}`)}return s.
startsWith("=")?i(`fits the pattern “${s.slice(1)}”, with these capitals`):i(`fits the pattern “${s}”`)}function Ni(a,t,e,s){
let n=`“${s.nameOf(t)}”`;if(e){let[,r,c,l]=/^(.*): right in ([\d,]+) of ([\d,]+) so far$/s.exec(a)??[,a],[h,u]=Ti(r);
return[`${h}${c?`; right in ${c} of ${l} so far`:""}`,u]}return[a.replace(/^(said in [\d,]+ of [\d,]+ segments?) coded \S+, in ([\d,]+ of [\d,]+) others$/,
(r,c,l)=>`${c} coded with ${n}, and in ${l} others`).replace(/^spelled like words in segments coded \S+$/,()=>`spelled l\
ike words in segments coded with ${n}`).replace(/^(stands|is like .*) in the codebook's entry of \S+$/s,(r,c)=>`${c} in \
what the codebook says of ${n}`),""]}function Ce(a,t,e){let s=e.codes.get(a.code),n=new Map;for(let[i,r,c]of a.evidence){
let l=i<=a.start&&r>=a.end,h=t.printed(i,r),u=a.engine==="patterns"||!!s?.patterns.some(q=>c===q||c.startsWith(`${q}: `)),
[d,f]=Ni(c,a.code,u,e),g=`${h.toLocaleLowerCase()}
${d}
${f}`,w=n.get(g);w?w.places.push([i,r]):n.set(g,{words:h,reason:l?d.charAt(0).toLocaleUpperCase()+d.slice(1):d,signs:f,whole:l&&
!u,places:[[i,r]]})}return[...n.values()]}function gt(a){let t=[],e=c=>a.hidden.filter(l=>l.why===c),s=c=>c.slice(0,5).map(
h=>`${h.document} (${h.open.toLocaleString("en")})`).join(", ")+(c.length>5?` and ${b(c.length-5,"other document")}`:""),
n=c=>c.reduce((l,h)=>l+h.open,0),i=e("assigned"),r=e("wanted");return i.length&&t.push(`${b(n(i),"suggestion")} held bac\
k until you are done with the document, which you are to read without them: ${s(i)}.`),r.length&&t.push(`${b(n(r),"sugge\
stion")} hidden, as you asked, until you are done with the document: ${s(r)}.`),a.audit&&t.push(`${b(a.audit,"suggestion")}\
 held back: you are to code these turns blind for an audit.`),a.left_out&&t.push(`${b(a.left_out,"suggestion")} left out\
: the code was retired, is a category only, or is not in the codebook any more.`),t}function sn(a){let t=[];return a.refreshed?
a.since?t.push(`The scores were last computed ${b(a.since,"decision")} ago.`):t.push("The scores take in every decision \
made so far."):t.push("The scores are those with which the suggestions were made."),a.threshold!==null?t.push(`At and ab\
ove ${a.threshold.toFixed(2)} suggestions are right often enough.`):a.reason&&t.push(`From which score on suggestions ar\
e right often enough cannot be said: ${a.reason}.`),a.checks&&t.push("Hidden checks are on: some proposals are known to \
be wrong. Nobody is told which, and none of them becomes a coding."),t}function ct(a){let t=[`${b(a.new,"new suggestion")}\
.`],e=a.proposed-a.new;e>0&&t.push(`${b(e,"proposal")} ${e===1?"was":"were"} known already, coded by you, or rejected by\
 you before.`);let s=Object.values(a.held).reduce((i,r)=>i+r,0);s&&t.push(`${b(s,"proposal")} held back: ${a.held_why}.`);
let n=i=>/[.!?]$/.test(i)?i:`${i}.`;return t.push(...a.notes.map(n)),t.push(...a.skipped.map(i=>`Not searched: ${n(i)}`)),
t.push(...a.negated.map(i=>`Left out as negated: ${n(i)}`)),t}function nn(a){let t=[a.moved?`${b(a.moved,"open suggestio\
n")} ${a.moved===1?"shows":"show"} another score now.`:"No score has changed."];return a.threshold!==null?t.push(`At and\
 above ${a.threshold.toFixed(2)} suggestions are right often enough.`):a.reason&&t.push(`From which score on they are ri\
ght often enough cannot be said: ${a.reason}.`),t.push(...a.notes.map(e=>/[.!?]$/.test(e)?e:`${e}.`)),t}function zt(a){return a===
null?"–":`${(a*100).toFixed(a>.995&&a<1||a<.005&&a>0?1:0)}%`}var Li=20*6e4,ji=80;function Ht(a,t,e){return a.read(t,e,{patience:Li,key:R("a")})}function Ft(a){return a.saved?Promise.
resolve():new Promise(t=>{let e=a.on("status",()=>{a.saved&&(e(),t())})})}var on=a=>a.map(t=>o("p",null,t));function rn(a,t,e,s){
let n=S("Reason",{value:t.reason,list:e,hint:"Kept with the decision. Leave it empty to reject without one."});E(a,{title:`\
Reject ${a.nameOf(t.code)}`,body:[n.element],actions:[{label:"Reject",run:()=>s(n.input.value.trim())}]})}function an(a,t,e,s){
let n=S("Memo",{kind:"area",rows:5});n.input.autofocus=!0,E(a,{title:`Memo on the suggestion of ${a.nameOf(t.code)}`,body:[
o("blockquote",{class:"qc-said qc-review-words",dir:"auto",tabindex:"0"},e),n.element],actions:[{label:"Save the memo",run:async()=>{
let i=n.input.value;if(!i.trim())throw new Error("Write something, or cancel.");let r=await a.write("review_memo",{suggestion:t.
id,text:i},"a memo on a suggestion",{quiet:!0});r?.memo&&s.done.push({kind:"memo",item:t,before:null,memo:r.memo}),a.say(
"The memo is saved.")}}]})}function cn(a,t){let e=a.codes.get(t);if(!e)return;let s=(n,i)=>i.length?[o("h3",null,n),o("u\
l",{class:"qc-review-list"},i.map(r=>o("li",{dir:"auto"},r)))]:null;E(a,{title:e.name,class:"qc-review-definition",body:[
e.theme!==t?o("p",{class:"qc-quiet"},`Theme: ${a.nameOf(e.theme)}`):null,o("p",{dir:"auto"},e.definition||"This code has\
 no definition yet. You can write one in the codebook."),s("Include",e.include),s("Exclude",e.exclude),s("Examples",e.examples),
s("Patterns",e.patterns)],actions:e.definition?[]:[{label:"Open the codebook",run:()=>a.go("codebook",{code:t})}]})}function ln(a,t,e){
let{told:s,session:n}=t,i=gt(s),r=Object.entries(s.codes);E(a,{title:"Progress",class:"qc-review-progress-table",body:[o(
"p",null,`${b(s.decided,"suggestion")} decided, ${s.open.toLocaleString("en")} open. In this session: ${n.accept} accept\
ed, ${n.reject} rejected, ${n.revise} revised.`),...on(sn(s)),i.length?o("h3",null,"Not shown"):null,...on(i),o("div",{class:"\
qc-scroll"},o("table",{class:"qc-table"},o("thead",null,o("tr",null,o("th",{scope:"col"},"Code"),o("th",{scope:"col",class:"\
qc-number"},"Decided"),o("th",{scope:"col",class:"qc-number"},"Open"))),o("tbody",null,r.map(([c,[l,h]])=>o("tr",{data:{
hue:a.hueOf(c)}},o("th",{scope:"row"},o("span",{class:"qc-letter","aria-hidden":"true"},a.letterOf(c))," ",a.nameOf(c)),
o("td",{class:"qc-number"},h.toLocaleString("en")),o("td",{class:"qc-number"},l.toLocaleString("en")))))))],actions:e?[{
label:"Compute new scores",run:e}]:[],cancel:"Close"})}async function hn(a,t,e){e(!0);try{await Ft(a);let s=await Ht(a,"\
review_refit",{});await t.load(),a.say(nn(s).join(" "))}catch(s){a.sorry(s)}finally{e(!1)}}function Te(a,t){let e=o("div",
{class:"qc-review-run"},o("p",{class:"qc-quiet"},"Looking which engines there are …")),s=[],n=null,i={patterns:h=>h?`${b(
h,"code")} ${h===1?"has":"have"} patterns.`:"No code has patterns yet; they are written in the codebook.",learned:h=>h?`${b(
h,"document")} ${h===1?"is":"are"} finished and can be learned from.`:"Nothing to learn from yet: it needs documents tha\
t were coded and finished.",definitions:h=>h?`${b(h,"code")} ${h===1?"has":"have"} a definition.`:"No code has a definit\
ion yet; they are written in the codebook."},r={patterns:"Patterns",learned:"Learned from finished documents",definitions:"\
Definitions"},c=a.read("review_engines").then(h=>{let u=h.engines.map(({engine:d,ready:f,number:g})=>{let w=S(r[d]??d,{kind:"\
check",value:f&&!!i[d],hint:i[d]?.(g)??"Brought by a package that is installed here."});return w.input.disabled=!f,s.push(
{engine:d,input:w.input}),w.element});n=S("Share of suggestions that should be right, in per cent",{type:"number",value:String(
Math.round(h.precision*100)),hint:"What is less likely is held back, as soon as enough is coded to tell. 0 holds nothing\
 back."}),Object.assign(n.input,{min:"0",max:"99",step:"5"}),m(e,o("fieldset",null,o("legend",{class:"qc-label"},"What l\
ooks for places"),u),n.element,o("p",{class:"qc-hint"},`Everything is computed on this machine and may take a minute or \
two. ${h.vectors===null?"Sentence vectors are used as well.":`Sentence vectors are not used: ${h.vectors}`}`))});return c.
catch(h=>m(e,o("p",{class:"qc-fault"},h.message))),{element:e,run:async()=>{let h=s.filter(f=>f.input.checked&&!f.input.
disabled).map(f=>f.engine);if(!h.length)throw new Error("Choose at least one.");let u=Number(n.input.value)/100;if(!(u>=
0&&u<1))throw new Error("The share is a number from 0 to 99.");await Ft(a);let d=await Ht(a,"review_suggest",{engines:h,
precision:u});return t.run=d,await t.load(),d},ready:c}}function Ne(a,t){let e=Te(a,t),s=o("p",{class:"qc-quiet",role:"s\
tatus"});E(a,{title:"Look for new suggestions",body:[e.element,s],actions:[{label:"Start",run:async()=>{m(s,"Looking thr\
ough all documents …");try{let n=await e.run();a.say(ct(n).join(" "))}finally{m(s)}}}]})}function dn(a,t){let{told:e}=t,
s=S("Suggestions to look at",{type:"number",value:"20",hint:"At least 5. The more you look at, the narrower is what can \
be said of the rest."});Object.assign(s.input,{min:"5",max:"200"});let n=e.engines.length>1?S("Suggested by",{kind:"sele\
ct",value:"",options:[["","any"],...e.engines.map(c=>[c,Kt(c)])]}):null,i=e.threshold!==null||e.refreshed?S("Only with a\
 probability of at least, in per cent",{type:"number",value:"",hint:"Empty: with any, and with none."}):null;i&&Object.assign(
i.input,{min:"0",max:"100"});let r=[t.code?a.nameOf(t.code):"all codes",t.document||"all documents"].join(", ");E(a,{title:"\
Accept many together",body:[o("p",null,`Of what is chosen (${r}; ${b(e.matching,"open suggestion")}) a sample is drawn b\
y chance. You decide on it one by one, as on any others.`),o("p",null,"Only when all of it is decided are you told which\
 share of it was right, with its 95% interval. You then say which share is enough; if the lower end of the interval reac\
hes it, the others can be accepted together. These codings count as accepted, not blind, by you. One undo takes all of t\
hem back."),o("p",null,"The sample is kept: drawing again gives the same one. Choose a code or a document first (f) if t\
he rest is to be of that only."),s.element,n?.element??null,i?.element??null],actions:[{label:"Draw the sample",run:async()=>{
let c=i?.input.value.trim();await Ft(a);let l=await Ht(a,"review_sample",{codes:t.code?[t.code]:null,documents:t.document?
[t.document]:null,engine:n?.input.value||null,min_score:c?Number(c)/100:null,blind:t.blind===!0,n:Math.round(Number(s.input.
value))||0});t.startSample(l)}}]})}async function Le(a,t,e){m(e,o("p",{class:"qc-loading",role:"status"},"Counting …"));
let s,n=()=>t.endSample();try{await Ft(a),s=await a.read("review_sampled",{selection:t.sample.selection})}catch(h){m(e,o(
"div",{class:"qc-empty qc-review-empty"},o("h2",null,"The sample cannot be counted"),o("p",{class:"qc-fault",role:"alert"},
h.message),o("p",null,"What you decided is kept."),o("div",{class:"qc-toolbar"},p("Count again",()=>Le(a,t,e),{class:"qc\
-main"}),p("Back to all suggestions",n))));return}let i=s.sample===null?"":` (${s.right} of ${s.sample})`,r=S("Share tha\
t is enough, in per cent",{type:"number",value:String(ji),hint:"Held against the lower end of the interval."});Object.assign(
r.input,{min:"1",max:"100"});let c=o("p",{class:"qc-fault",role:"alert"}),l=async()=>{m(c);let h=Number(r.input.value)/100;
if(!(h>0&&h<=1)){m(c,"The share is a number from 1 to 100.");return}let u=`${b(s.open,"suggestion")} that you have not l\
ooked at will be accepted as your codings. Undo takes all of them back at once.`;if(await C(a,"Accept the others",u,`Acc\
ept ${s.open.toLocaleString("en")}`))try{let d=await Ht(a,"review_accept_many",{selection:t.sample.selection,minimum:h});
t.done.push({kind:"many",item:null,before:null}),await n();let f=await a.read("undoable").catch(()=>null);a.say(`${b(d.accepted,
"suggestion")} accepted together.${d.later?` ${b(d.later,"suggestion")} that came after the sample was drawn ${d.later===
1?"stays":"stay"} open.`:""}`,"info",{label:"Undo",run:()=>je(a,t),act:f?.act})}catch(d){m(c,d.message)}};m(e,o("div",{class:"\
qc-review-sampled"},o("h2",null,"The sample is decided"),o("p",null,`${zt(s.share)}${i} of the sample of ${s.asked} ${s.
right===1?"was":"were"} accepted as they were; revised ones do not count as accepted. 95% interval: ${zt(s.low)} to ${zt(
s.high)}.`),o("p",{class:"qc-quiet"},s.method?`Method: ${s.method}.`:null,s.grown?" The sample was made larger; an inter\
val that is looked at until it suffices is too narrow.":null),s.open?[o("p",null,`${b(s.open,"other suggestion")} of the\
 same selection ${s.open===1?"is":"are"} open.`),s.later?o("p",null,`${b(s.later,"suggestion")} came after the sample wa\
s drawn and will stay open.`):null,r.element,c,o("div",{class:"qc-toolbar"},p(`Accept the other ${s.open.toLocaleString(
"en")} …`,l,{class:"qc-main"}),p("Go on one by one",n))]:[o("p",null,"Nothing else that the sample stands for is open."),
p("Back to all suggestions",n,{class:"qc-main"})]))}async function je(a,t){if(t.done.at(-1)?.kind!=="many"){a.say("Somet\
hing was done since; undo that first.");return}await C(a,"Undo","Everything that was accepted together is taken back at \
once.","Take it back")&&t.undo()}var un=30,Ii=15,_i=300,fn=60,Ri=700,mn=new WeakMap;function gn(a){let t=mn.get(a);return t||mn.set(a,t=new Ie(a)),t}var Ie=class{constructor(t){
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
Ri)}live=!1;wake(t){this.live=t,t&&(!this.told||this.stale)&&this.#e(!0)}async#e(t){if(this.sample)return;if(this.asking){
t&&(this.stale=!0);return}this.asking=!0,this.stale=!1;let e=this.number,s=this.ahead.filter(r=>r.kept),n=t?s:this.ahead,
i=[this.current,...n,...this.later,...this.pending].filter(r=>!!r).map(r=>r.id);this.pending.size||this.gone.clear();try{
let r=await this.app.read("review",{order:this.order,by:this.by||null,codes:this.code?[this.code]:null,documents:this.document?
[this.document]:null,blind:this.blind===!0,without:i,about:this.current?.id??null,limit:un});if(e!==this.number||this.sample)
return;this.fault="",this.#n(r);let c=new Set([this.current,...this.later].map(d=>d?.id)),l=r.rows.filter(d=>!c.has(d.id)&&
!this.gone.has(d.id)).map(pn),h=(t?this.ahead.filter(d=>d.kept):this.ahead).filter(d=>!this.gone.has(d.id)),u=new Set(h.
map(d=>d.id));this.ahead=[...h,...l.filter(d=>!u.has(d.id))],this.current&&(this.current.score=r.score??this.current.score),
this.asking=!1,this.#i()}catch(r){this.fault=r instanceof T?r.message:"The suggestions cannot be read just now.",r instanceof
T&&this.code&&(this.code="",this.stale=!0)}finally{this.asking=!1,this.#u(),this.tell(),e!==this.number?this.#e(!0):this.
stale&&this.#t()}}#n(t){this.told=t;for(let e of this.pending)this.#s(e,"open",e.state)}pending=new Set;#s(t,e,s){let n=(e===
"open"?1:0)-(s==="open"?1:0);if(!n||!this.told)return;this.told.open=Math.max(0,this.told.open-n),this.told.matching=Math.
max(0,this.told.matching-n),this.told.decided+=n,this.told.since=Math.max(0,this.told.since+n),this.told.mine=Math.max(0,
this.told.mine+n);let i=this.told.codes[t.code]??=[0,0];i[0]=Math.max(0,i[0]-n),i[1]+=n;let r=(this.told.documents[t.document]??
0)-n;this.told.documents[t.document]=Math.max(0,r)}#i(){this.current||(this.current=this.ahead.shift()??null,this.current&&
(this.current.kept=!1),!this.current&&this.later.length&&!this.asking&&(this.ahead=this.later,this.later=[],this.again=!0,
this.current=this.ahead.shift()??null))}again=!1;#o(){if(this.back){this.back-=1,this.#i();return}this.current&&(this.trail.
push(this.current),this.trail.length>_i&&this.trail.shift(),this.current=null,(this.ahead.length||this.sample||this.complete)&&
this.#i(),!this.sample&&this.ahead.length<Ii&&!this.complete&&this.#e(!1),this.#u())}get complete(){if(!this.told)return!1;
let t=(this.current?1:0)+this.ahead.length+this.later.length;return this.told.matching<=t}decide(t,e={}){let s=this.shown;
if(!s)return;let{reason:n="",...i}=e,r={state:s.state,reason:s.reason,made:s.made};if(s.state===t&&t!=="revise"&&n===s.reason){
this.#o(),this.tell();return}s.state=t,s.reason=n,s.refused="",s.made=t==="reject"?null:{start:i.start??s.start,end:i.end??
s.end,code:i.code??s.code},this.later=this.later.filter(d=>d!==s),this.back&&(this.ahead=this.ahead.filter(d=>d!==s)),this.
back&&this.current===s&&(this.current=null),this.#s(s,r.state,t),this.session[t]+=1,r.state!=="open"&&(this.session[r.state]-=
1);let c=s.turn={};this.gone.add(s.id),r.state==="open"&&this.pending.add(s);let l={kind:"decision",item:s,before:r};this.
done.push(l);let h=`${{accept:"accepting",reject:"rejecting",revise:"revising"}[t]} ${this.app.nameOf(s.code)} in ${s.document}`,
u=this.app.write("review_decide",{suggestion:s.id,decision:t,reason:n,...i},h);this.#o(),this.tell(),u.then(()=>this.pending.
delete(s)).catch(d=>{this.pending.delete(s),this.done=this.done.filter(f=>f!==l),s.turn===c&&(this.#r(s,r),s.refused=d.message,
this.#d(s),this.tell())})}#r(t,e){this.#s(t,t.state,e.state),t.state!=="open"&&(this.session[t.state]-=1),e.state!=="ope\
n"&&(this.session[e.state]+=1),Object.assign(t,e),t.state==="open"&&this.gone.delete(t.id)}#d(t){if(t.state!=="open"||this.
shown===t)return;let e=this.trail.indexOf(t);e>=0&&(this.trail.splice(e,1),this.back>this.trail.length-e&&(this.back-=1)),
!(this.current===t||this.ahead.includes(t))&&(t.kept=!0,this.ahead.unshift(t),this.#i(),this.#u())}skip(){let t=this.shown;
t&&(t.refused="",!this.back&&t.state==="open"&&this.later.push(t),this.#o(),this.tell())}goBack(){return this.back>=this.
trail.length?!1:(this.back+=1,this.tell(),!0)}undo(){let t=this.done.pop();if(!t)return null;let{item:e,before:s}=t;if(t.
kind!=="decision"||!e){let c=t.kind==="memo"?{memo:t.memo}:{many:!0};return this.app.write("review_undo",c,"undo").then(
()=>this.load(),()=>{}),t}let n={state:e.state,reason:e.reason,made:e.made},i=e.turn={};this.#r(e,s),this.pending.delete(
e),this.back=0,e.state==="open"?(this.trail=this.trail.filter(c=>c!==e),this.ahead=this.ahead.filter(c=>c!==e),this.current&&
this.current!==e&&(this.current.kept=!0,this.ahead.unshift(this.current)),this.current=e):(this.trail.includes(e)||this.
trail.push(e),this.back=this.trail.length-this.trail.indexOf(e));let r=this.app.write("review_undo",{suggestion:e.id},`t\
aking back a decision on ${this.app.nameOf(e.code)} in ${e.document}`);return this.tell(),r.catch(c=>{e.turn!==i||!this.#l(
n)||(this.#r(e,n),this.gone.add(e.id),e.refused=`Your decision stands: ${c.message}`,this.tell())}),t}#l(t){return t.state!==
"open"}startSample(t){this.sample=t,this.current=null,this.ahead=t.rows.map(pn),this.later=[],this.back=0,this.trail=[],
this.done=[],this.#i(),this.#u(),this.tell()}async endSample(){this.sample=null,this.current=null,this.ahead=[],this.later=
[],this.back=0,await this.load()}textOf(t){let e=this.texts.get(t.document)?.doc;return e&&e.version===t.version?e:null}async#u(){
if(!this.fetches){this.fetches=!0;try{for(;;){let t=[this.shown,this.current,...this.ahead.slice(0,un)].find(e=>e&&!this.
textOf(e));if(!t||!await this.#a(t.document))break;this.textOf(t)||this.#f(t),this.shown?.document===t.document&&this.tell()}}finally{
this.fetches=!1}if(this.texts.size>fn){let t=new Set([this.shown,this.current,...this.ahead].map(e=>e?.document));for(let e of[
...this.texts.keys()])this.texts.size>fn&&!t.has(e)&&this.texts.delete(e)}}}fetches=!1;#f(t){let e=s=>s.document!==t.document||
s.version!==t.version;this.ahead=this.ahead.filter(e),this.trail=this.trail.filter(e),this.later=this.later.filter(e),this.
back=0,this.current&&!e(this.current)&&(this.current=null),this.#i(),this.#t()}async#a(t){try{let e=await this.app.read(
"review_text",{document:t});return this.texts.set(t,{doc:new W(e),act:e.act}),!0}catch(e){return e instanceof T&&(this.fault=
e.message),!1}}async refreshText(t){let e=this.texts.get(t.document);if(!e||e.act>=this.app.act)return[];try{let s=await this.
app.read("changes",{since:e.act,document:t.document,others:!1});return s.version!==void 0&&s.version!==null&&s.version!==
e.doc.version?(this.texts.delete(t.document),this.#t(),[]):(e.act=s.act,s.codings?e.doc.apply(s.codings,s.full):[])}catch{
return[]}}codingsOf(t){let e=this.app.session.coder,s=t.ordered(),n=[],i=new Set(s.filter(r=>r.coder===e).map(r=>`${r.start}\
 ${r.end} ${r.code}`));for(let r of[...this.trail,this.current]){if(!r?.made||r.document!==t.document||r.version!==t.version)
continue;let c=`${r.made.start} ${r.made.end} ${r.made.code}`;i.has(c)||(i.add(c),n.push({id:`made-${r.id}`,...r.made,coder:e,
origin:r.state==="revise"?"revised":"accepted",blind:"no",suggestion:r.id,time:"",stale:!1,memos:0,key:!1}))}return n.length?
[...s,...n]:s}note(t){!t.first||this.noted.has(t.document)||(this.noted.add(t.document),this.app.write("review_seen",{document:t.
document},`that suggestions of ${t.document} were seen`).catch(()=>this.noted.delete(t.document)))}};function pn(a){return{
...a,state:"open",reason:"",made:null,refused:"",kept:!1,skipped:!1,turn:null}}var Di=40,Jt=class{constructor(t,e,s,n){this.app=e,this.code=s,this.taken=n,this.picked=0,this.fits=[];let i=O("codes");
this.input=o("input",{type:"search",role:"combobox","aria-expanded":"false","aria-controls":i,"aria-autocomplete":"list",
"aria-label":"Another code",placeholder:"Another code: type its name",autocomplete:"off",spellcheck:"false",on:{input:()=>this.#t()}}),
this.list=o("div",{class:"qc-review-codes",role:"listbox",id:i,"aria-label":"Codes that fit",hidden:!0}),this.list.addEventListener(
"mousedown",r=>r.preventDefault()),this.list.addEventListener("click",r=>{let c=r.target.closest("[role=option]");c?.dataset.
code&&this.choose(c.dataset.code)}),t.append(o("div",{class:"qc-filter"},M("search"),this.input),this.list)}get typed(){
return this.input.value.trim()}get best(){return this.typed?this.fits[this.picked]??null:this.code}pick(t){this.fits.length&&
(this.picked=(this.picked+t+this.fits.length)%this.fits.length,this.#e())}choose(t){this.code=t,this.input.value="",this.#t(),
this.taken(t)}clear(){this.input.value="",this.#t()}#t(){this.picked=0;let t=this.typed?[...this.app.codes.values()].filter(
e=>e.applicable).map((e,s)=>({each:e,place:s,how:G(this.app,e,this.typed)})).filter(({how:e})=>e!==null).sort((e,s)=>e.how-
s.how||e.place-s.place).slice(0,Di):[];this.fits=t.map(({each:e})=>e.code),m(this.list,t.map(({each:e},s)=>o("div",{role:"\
option",id:O("code"),class:"qc-review-code","aria-selected":String(s===0),data:{code:e.code,hue:this.app.hueOf(e.code)}},
o("span",{class:"qc-letter","aria-hidden":"true"},this.app.letterOf(e.code)),o("span",null,e.name))),this.typed&&!t.length?
o("p",{class:"qc-hint"},"No code fits."):null),this.list.hidden=!this.typed,this.input.setAttribute("aria-expanded",String(
!!t.length)),this.#e()}#e(){let t=[...this.list.querySelectorAll("[role=option]")];t.forEach((s,n)=>s.setAttribute("aria\
-selected",String(n===this.picked)));let e=t[this.picked];e?this.input.setAttribute("aria-activedescendant",e.id):this.input.
removeAttribute("aria-activedescendant"),e?.scrollIntoView({block:"nearest"})}};var Yt=class{constructor(t,e,s,n,i){this.app=e,this.text=s,this.item=n,this.given=i;let r=n.made??n;this.first={start:r.
start,end:r.end},this.hint=o("span"),this.edges=new it(s,{...this.first},{save:()=>this.draw(),leave:()=>this.draw(),tell:l=>m(
this.hint,l)}),this.edges.begin(),this.fault=o("p",{class:"qc-fault",role:"alert"}),this.words=o("blockquote",{class:"qc\
-said qc-review-words",dir:"auto",tabindex:"0","aria-live":"polite"}),this.name=o("p",{class:"qc-review-now"});let c=o("\
div",{class:"qc-field"});this.element=o("form",{class:"qc-review-revise","aria-label":"Revise the suggestion",novalidate:!0,
on:{submit:l=>{l.preventDefault(),this.save()}}},o("h3",null,"Revise"),this.words,o("p",{class:"qc-hint"},"Select other \
words in the text, drag the two handles, or use the keys. ",o("span",{role:"status"},this.hint)),this.name,c,this.fault,
o("div",{class:"qc-toolbar"},o("button",{type:"submit",class:"qc-button qc-main"},"Save the revision"),p("Cancel",()=>i.
leave(),{keys:"Escape"}))),this.box=new Jt(c,e,r===n?n.code:n.made.code,()=>this.draw()),t.append(this.element),s.selection&&
this.select(s.selection),this.draw(),this.box.input.focus()}destroy(){this.edges.destroy(),this.element.remove()}select(t){
this.edges.start=t.start,this.edges.end=t.end,this.edges.place(),this.draw()}draw(){let{doc:t}=this.text;m(this.words,t.
printed(this.edges.start,this.edges.end)),this.words.scrollTop=this.edges.side==="end"?this.words.scrollHeight:0,m(this.
name,"Code: ",o("b",{data:{hue:this.app.hueOf(this.box.code)}},o("span",{class:"qc-letter","aria-hidden":"true"},this.app.
letterOf(this.box.code))," ",this.app.nameOf(this.box.code))),m(this.fault)}save(){let t=this.box.best;if(!t){m(this.fault,
"No code fits what you typed.");return}let s=this.edges.start!==this.first.start||this.edges.end!==this.first.end?this.text.
doc.trimmed(this.edges.start,this.edges.end):this.first;if(!s){m(this.fault,"There are no words between these edges.");return}
let{item:n}=this;if(s.start>=n.end||s.end<=n.start){m(this.fault,"These words lie outside of the suggestion. Leave it (E\
sc) and code them in the text (o).");return}if(s.start===n.start&&s.end===n.end&&t===n.code){m(this.fault,"Nothing is ch\
anged yet. To take it as it is, leave the revision (Esc) and accept it (a).");return}this.given.save({start:s.start,end:s.
end,code:t})}bindings(){let t="Revising a suggestion",e=()=>{let r=document.activeElement;return r===this.box.input?!this.
box.typed:!this.text.element.contains(r)},s=()=>document.activeElement===this.box.input&&!!this.box.typed,n=()=>e()&&!document.
activeElement?.closest("button");return[...this.edges.bindings().filter(({keys:r})=>r!=="Enter"&&r!=="Escape").map(r=>({
...r,group:t,typing:!0,when:r.keys.startsWith("Tab")?n:e,run:c=>{r.run(c),this.#t()}})),{keys:"ArrowDown",words:"next co\
de that fits",when:s,typing:!0,run:()=>this.box.pick(1),group:t},{keys:"ArrowUp",words:"code before",when:s,typing:!0,run:()=>this.
box.pick(-1),group:t},{keys:"Enter",words:"save the revision",when:()=>!this.text.element.contains(document.activeElement),
typing:!0,run:()=>this.save(),group:t},{keys:"Escape",words:"leave the suggestion as it is",typing:!0,group:t,run:()=>{this.
box.typed?this.box.clear():this.given.leave()}}]}#t(){let t=this.edges[this.edges.side]-(this.edges.side==="end"?1:0);this.
text.reveal(t,t+1,{nearest:!0}),this.draw()}};var Pi=2,Bi=500,Wi=8,Ui=12,_e=class{constructor(t,e,s){this.app=e,this.queue=gn(e),this.item=null,this.text=null,this.revise=
null,this.wide=0,this.mode="",this.asked=!1,this.fitting=!1,this.reasons=[],this.live=o("p",{class:"qc-unseen",role:"sta\
tus"}),this.bar=o("div",{class:"qc-review-bar"}),this.where=o("div",{class:"qc-review-where"}),this.pane=o("div",{class:"\
qc-pane qc-review-pane"}),this.card=o("div",{class:"qc-pane qc-review-card",tabindex:"-1"}),this.foot=o("div",{class:"qc\
-review-foot"}),this.side=o("aside",{class:"qc-review-side","aria-label":"Suggestion"},this.card,this.foot),this.stage=o(
"section",{class:"qc-review-stage","aria-label":"Text"},this.where,this.pane),this.whole=o("div",{class:"qc-pane qc-revi\
ew-whole",hidden:!0}),this.element=o("div",{class:"qc-review"},this.live,this.bar,this.stage,this.side,this.whole),t.append(
this.element),this.#d(),this.#r(),this.queue.tell=()=>this.draw(),this.offs=[e.keys.add(this.#A()),e.on("codebook",()=>this.#O()),
e.on("status",()=>this.#$())],(s.code!==void 0||s.document_only!==void 0)&&this.queue.choose({code:s.code??"",document:s.
document_only??""}),this.queue.wake(!0),this.draw()}params(t){let{queue:e}=this,s=t.document;!s||e.sample||e.document===
s||!this.app.documents.some(n=>n.document===s)||(e.choose({document:s}),this.app.say(`Suggestions of ${s} only.`,"info",
{label:"All documents",run:()=>e.choose({document:""})}))}destroy(){this.#g(),this.app.shows(null);for(let t of this.offs)
t();this.queue.tell=()=>{},this.queue.wake(!1),this.text?.destroy(),this.element.remove()}draw(){let{queue:t}=this;this.#u();
let e=t.mustAsk?null:t.shown;if(this.app.shows(e?.document??""),!e){this.#g(),this.item=null,this.#f();return}let s=t.textOf(
e),n=s?"one":"waiting",i=this.item===e&&this.mode===n;this.mode=n;let r=document.activeElement,c=this.whole.contains(r)||
this.asked&&r===this.whole.closest(".qc-main-view");if(this.asked=!1,this.whole.hidden=!0,this.stage.hidden=!1,this.side.
hidden=!1,c&&this.card.focus({preventScroll:!0}),i){this.revise||this.#i(e,s);return}if(this.#g(),this.item=e,this.wide=
0,this.#i(e,s),this.#t(e,s),s){t.note(e),this.#$();let l=s.turnAt(e.start),h=t.again&&!t.back?" Skipped before.":"";m(this.
live,`${e.state==="open"?"":`${Me[e.state]}. `}${this.app.nameOf(e.code)}? ${e.document}${l?`, turn ${l.number}`:""}.${h}`)}}#t(t,e){
let s=!!this.text?.element.contains(document.activeElement);if(this.text?.destroy(),this.text=null,m(this.pane),!e){m(this.
pane,o("p",{class:"qc-loading"},"Bringing the text …"));return}let[n,i]=this.#e(t,e);this.text=new z(this.pane,this.app,
e,{label:`Text around the suggestion, ${t.document}`,from:n,to:i,keyboard:!0,codings:()=>this.queue.codingsOf(e),onSelect:u=>u&&
this.revise?.select(u),onCoding:u=>this.text?.activate(u&&u.id!==this.text.active?u.id:null)}),this.#s(t),this.text.reveal(
t.start,t.end),s&&this.text.focus();let r=e.turnAt(t.start),c=this.app.documents.find(u=>u.document===t.document),l=[c?.
title,r?`turn ${r.number}`:"",r?.speaker??"",r?.role??"",c?.case??""].filter(Boolean),h=n>0||i<e.length;m(this.where,o("\
h2",{dir:"auto"},t.document),o("span",{class:"qc-quiet"},l.map((u,d)=>[d?" · ":null,o("bdi",null,u)])),h?p("More of the\
 text",()=>this.#n(),{class:"qc-small qc-bare qc-review-wider",icon:"plus",keys:"+"}):null)}#e(t,e){if(this.wide>2)return[
0,e.length];let s=Pi*(this.wide?4*this.wide:1),n=Bi*(this.wide?6*this.wide:1),i=e.blocks,r=(d,f,g)=>{let w=0,q=d;for(;i[q+
f]&&(w<s||!g(i[q]))&&(i[q].turn!==i[q+f].turn&&(w+=1),!(w>s&&g(i[q])));)q+=f;return i[q]},c=Math.max(0,e.blockAt(t.start)),
l=Math.max(0,e.blockAt(Math.max(t.start,t.end-1))),h=r(c,-1,d=>t.start-d.start>=n),u=r(l,1,d=>d.end-t.end>=n);return[h?.
start??0,u?.end??e.length]}#n(){if(!this.item||!this.text)return;this.wide+=1;let t=this.queue.textOf(this.item);if(this.
revise&&{start:this.revise.edges.start,end:this.revise.edges.end})return;let s=this.where.contains(document.activeElement);
this.#t(this.item,t),s&&(this.where.querySelector("button")??this.text.element).focus({preventScroll:!0})}#s(t){if(!this.
text)return;let e=Ce(t,this.text.doc,this.app).flatMap(({places:s,reason:n})=>s.map(([i,r])=>({start:i,end:r,label:n,kind:"\
evidence"})));this.text.evidence([{start:t.start,end:t.end,label:"",kind:"asked"},...e.filter(({start:s,end:n})=>s>t.start||
n<t.end)])}#i(t,e){let{app:s,queue:n}=this,i=s.codes.get(t.code),r=n.told,c=this.card.contains(document.activeElement)&&
document.activeElement!==this.card,l=e?Ce(t,e,s).map(f=>o("li",null,f.whole?null:o("button",{type:"button",class:"qc-rev\
iew-evidence",dir:"auto",title:"Show in the text",on:{click:()=>this.#o(f.places)}},`“${f.words}”`),f.whole?f.reason:
` ${f.places.length>1?`${f.places.length} times; `:""}${f.reason}`,f.signs?[": ",o("code",{dir:"ltr"},f.signs)]:null)):[],
h=(f,g)=>g?.length?[o("dt",null,f),g.map(w=>o("dd",{dir:"auto"},w))]:null,u=t.state==="open"?null:`${Me[t.state]}${t.reason?
`: ${t.reason}`:""}.`,d=t.state==="revise"&&t.made&&e?o("p",{dir:"auto"},`As ${s.nameOf(t.made.code)} on “${e.printed(
t.made.start,t.made.end)}”.`):null;m(this.card,t.refused?o("div",{class:"qc-note qc-wrong",role:"alert"},o("p",null,t.
refused)):null,u?o("div",{class:"qc-note",data:{state:t.state}},o("p",null,u," Decide again to change it."),d):null,o("d\
iv",{class:"qc-review-code-head",data:{hue:s.hueOf(t.code)}},o("h2",null,o("span",{class:"qc-letter","aria-hidden":"true"},
s.letterOf(t.code))," ",o("span",{dir:"auto"},s.nameOf(t.code)),"?"),i&&i.theme!==t.code?o("p",{class:"qc-quiet",dir:"au\
to"},s.nameOf(i.theme)):null),o("p",{class:"qc-review-defined",dir:"auto"},i?.definition||o("span",{class:"qc-quiet"},"N\
o definition yet.")),o("p",{class:"qc-review-score"},en(t.score,r?.meaning??"other")),o("h3",null,"Why it is suggested"),
o("ul",{class:"qc-review-why"},l),o("p",{class:"qc-quiet"},`Suggested by ${Kt(t.engine)}${t.why?`; ${t.why.replace("no p\
robability yet, ","")}`:""}.`),o("dl",{class:"qc-review-rules"},h("Include",i?.include),h("Exclude",i?.exclude)),t.first&&
e?o("p",{class:"qc-hint"},M("eye"),` You are not done with ${t.document}: that suggestions were seen there is noted, and\
 its pass will not count as blind.`):null),c&&this.card.focus({preventScroll:!0})}#o(t){this.text?.reveal(t[0][0],t[0][1],
{nearest:!0}),this.text?.highlights.show("lit",t),setTimeout(()=>this.text?.highlights.show("lit",[]),1500)}#r(){let t=(r,c,l,h={})=>p(
r,c,{keys:l,...h}),e=(r,c)=>o("span",null,r,o("kbd",{"aria-hidden":"true"},c)),s=[["Accept","a",()=>this.#h("accept"),"q\
c-main"],["Reject","r",()=>this.#h("reject"),""],["Revise","e",()=>this.#p(),""],["Skip","s",()=>this.#b(),""]],n=[["Rej\
ect with a reason","R",()=>this.#m()],["Back","b",()=>this.#y()],["Undo","z",()=>this.#q()],["Open text","o",()=>this.#k()],
["Definition","d",()=>this.#v()],["Memo","m",()=>this.#w()]],i=(r,c,l,h)=>{let u=t(r,l,c,{class:h});return m(u,e(r,c)),u};
this.buttons=o("div",{class:"qc-review-buttons"},o("div",{class:"qc-toolbar"},s.map(([r,c,l,h])=>i(r,c,l,h))),o("div",{class:"\
qc-toolbar"},n.map(([r,c,l])=>i(r,c,l,"qc-small qc-review-more")))),m(this.foot,this.buttons)}#d(){let{queue:t}=this;this.
numbers=o("p",{class:"qc-review-numbers"}),this.meter=o("progress",{"aria-label":"Decided",max:"1",value:"0"});let e=(n,i,r)=>{
let c=o("select",{"aria-label":n,title:n,on:{change:()=>r(c.value)}},i.map(([l,h])=>o("option",{value:l},h)));return c};
this.selects={order:e("Order",Ee,n=>t.choose({order:n})),by:e("One after the other",Ae,n=>t.choose({by:n})),code:e("Only\
 this code or theme",[],n=>t.choose({code:n})),document:e("Only this document",[],n=>t.choose({document:n}))},this.hide=
o("input",{type:"checkbox",on:{change:()=>t.choose({blind:this.hide.checked})}}),this.refitButton=p("New scores",()=>this.#S(),
{class:"qc-small",keys:"u"}),this.leave=p("Leave the sample",()=>t.endSample(),{class:"qc-small"}),this.held=p("",()=>this.#x(),
{class:"qc-small",icon:"hidden"});let s=O("choices");this.choices=o("div",{class:"qc-review-choices",id:s,hidden:!0},Object.
values(this.selects),o("label",{class:"qc-review-hide"},this.hide,"Hide suggestions until I am done with a document"),o(
"div",{class:"qc-toolbar qc-review-actions"},p("Accept many …",()=>t.told?dn(this.app,t):null,{class:"qc-small"}),p("N\
ew suggestions …",()=>Ne(this.app,t),{class:"qc-small"}))),this.chooser=p("",()=>this.#l(this.choices.hidden),{class:"\
qc-small qc-review-chooser",icon:"filter",keys:"f","aria-expanded":"false","aria-controls":s}),m(this.bar,o("div",{class:"\
qc-review-progress"},this.meter,this.numbers),this.chooser,o("div",{class:"qc-toolbar qc-review-actions"},this.held,this.
leave,this.refitButton,p("Progress",()=>this.#x(),{class:"qc-small",keys:"p"})),this.choices)}#l(t){let e=this.choices?.
contains(document.activeElement);!this.choices||!this.chooser||(this.choices.hidden=!t,this.chooser.setAttribute("aria-e\
xpanded",String(t)),t?this.selects?.order.focus():e&&this.chooser.focus())}#u(){let{queue:t,app:e}=this,{told:s,session:n,
selects:i}=t.told?{...t,selects:this.selects}:{told:null,session:t.session,selects:this.selects};if(this.bar.hidden=!s||
!s.ever,!s||!i)return;let r=n.accept+n.reject+n.revise,c=t.code||t.document,l=t.sample,h=(t.current?1:0)+t.ahead.length+
t.later.length;m(this.numbers,l?`Sample: ${l.n-h} of ${l.n} decided`:[`${s.decided.toLocaleString("en")} decided, ${s.open.
toLocaleString("en")} open`,c?` (${s.matching.toLocaleString("en")} here)`:"",r?` · ${r} in this session`:""]),this.meter.
max=Math.max(1,l?l.n:s.decided+s.open),this.meter.value=l?l.n-h:s.decided;let u=(y,v,$)=>{let x=JSON.stringify(v);y.dataset.
key!==x&&(y.dataset.key=x,m(y,v.map(([A,j])=>o("option",{value:A},j)))),y.value=$};i.order.value=t.order,i.by.value=t.by;
let d=new Map;for(let[y,[v]]of Object.entries(s.codes))for(let $=e.codes.get(y);$;$=$.parent?e.codes.get($.parent):void 0)
d.set($.code,(d.get($.code)??0)+v);let f=y=>{let v=0;for(let $=e.codes.get(y)?.parent;$;$=e.codes.get($)?.parent)v+=1;return v};
u(i.code,[["","All codes"],...[...e.codes.values()].filter(y=>d.get(y.code)||y.code===t.code).map(y=>[y.code,`${" ".repeat(
f(y.code))}${y.name} (${d.get(y.code)??0})`])],t.code),u(i.document,[["","All documents"],...e.documents.filter(y=>s.documents[y.
document]||y.document===t.document).map(y=>[y.document,`${y.document} (${s.documents[y.document]??0})`])],t.document),this.
hide.checked=t.blind===!0,l&&!this.choices?.hidden&&this.#l(!1),this.chooser&&(this.chooser.disabled=!!l),this.leave.hidden=
!l;let g=Ee.find(([y])=>y===t.order)?.[1]??"",w=t.by?Ae.find(([y])=>y===t.by)?.[1].toLocaleLowerCase():"",q=l?["A sample\
 of",l.asked].join(" "):[g,w,t.code?e.nameOf(t.code):"all codes",t.document||"all documents",t.blind?"finished ones only":
""].filter(Boolean).join(" · ");m(this.chooser,M("filter"),o("span",{class:"qc-unseen"},"Order and choice: "),o("span",
{class:"qc-review-chosen",dir:"auto"},q));let k=s.hidden.reduce((y,v)=>y+v.open,0)+s.audit+s.left_out;this.held.hidden=!k,
m(this.held,M("hidden"),`${k.toLocaleString("en")} not shown`),this.refitButton.disabled=this.fitting,m(this.refitButton,
this.fitting?"Computing …":`New scores (${b(s.mine,"decision")} of yours)`),this.refitButton.hidden=!!l||!this.fitting&&
(s.mine<Wi||!s.open)}#f(){let{queue:t,app:e}=this,{told:s,fault:n,sample:i}=t,r=s?s.hidden.reduce((w,q)=>w+q.open,0):0,c=t.
mustAsk?"ask":i?"sampled":n&&!s?"fault":!s||t.asking||t.complete===!1?"loading":s.ever?t.code||t.document?"filtered":r?"\
hidden":"done":e.codes.size?"none":"book";n&&c==="loading"&&!t.asking&&(this.mode="");let l=this.mode;this.mode=n&&c==="\
loading"&&!t.asking?"fault":c;let h=document.activeElement,u=[this.stage,this.side].some(w=>w.contains(h));if(this.stage.
hidden=!0,this.side.hidden=!0,this.whole.hidden=!1,this.text?.destroy(),this.text=null,l===this.mode&&(c==="none"||c==="\
sampled"||c==="ask"))return;(u||this.whole.contains(h))&&(this.asked=!0,this.whole.closest(".qc-main-view")?.focus({preventScroll:!0}));
let d=(...w)=>m(this.whole,o("div",{class:"qc-empty qc-review-empty"},w)),f=(w,q,k="")=>p(w,q,{class:k}),g=(...w)=>o("di\
v",{class:"qc-toolbar"},w);if(this.mode==="loading")m(this.whole,o("p",{class:"qc-loading",role:"status"},"Looking for s\
uggestions …"));else if(this.mode==="fault")d(o("h2",null,"The suggestions cannot be read"),o("p",null,n),g(f("Try aga\
in",()=>t.load(),"qc-main")));else if(this.mode==="ask"){let w=s.unread.length;d(o("h2",null,"Before you look"),o("p",null,
`There are suggestions in ${b(w,"document")} that you are not done with. Whoever has seen suggestions does not code a do\
cument blind any more; that is noted for each document as soon as one is shown, and its pass will say so.`),g(f("Show al\
l suggestions",()=>t.choose({blind:!1}),"qc-main"),f("Only of documents I am done with",()=>t.choose({blind:!0}))),o("p",
{class:"qc-hint"},"You can change this above at any time.")),[document.body,this.whole.closest(".qc-main-view")].includes(
document.activeElement)&&this.whole.querySelector("button")?.focus()}else if(this.mode==="sampled")Le(e,t,this.whole);else if(this.
mode==="book")d(o("h2",null,"No codebook yet"),o("p",null,"Suggestions are made for the codes of the codebook. Make some\
 codes first, with a definition each."),g(f("Open the codebook",()=>e.go("codebook"),"qc-main")));else if(this.mode==="n\
one"){let w=Te(e,t),q=o("div",{role:"status"}),k=p("Look for suggestions",async()=>{k.disabled=!0,m(q,o("p",null,"Lookin\
g through all documents …"));try{let y=await w.run();e.say(ct(y).join(" ")),k.isConnected&&m(q,ct(y).map(v=>o("p",null,
v)))}catch(y){m(q,o("p",{class:"qc-fault"},y.message))}finally{k.disabled=!1}},{class:"qc-main"});m(this.whole,o("div",{
class:"qc-review-first"},o("h2",null,"No suggestions yet"),o("p",null,"A program can go through all documents and propos\
e where a code may fit. You decide on every proposal; nothing is coded without you."),w.element,g(k,f("Code by hand",()=>e.
go("code"))),q))}else if(this.mode==="filtered")d(o("h2",null,"Nothing open here"),o("p",null,`Nothing is open for ${[t.
code?e.nameOf(t.code):"",t.document].filter(Boolean).join(" in ")}.`),g(f("Show all suggestions",()=>t.choose({code:"",document:""}),
"qc-main")));else if(this.mode==="hidden"){let w=s.hidden.some(q=>q.why==="wanted");d(o("h2",null,"Suggestions wait unti\
l you are done"),gt(s).map(q=>o("p",null,q)),o("p",null,"Code one of these documents, say that you are done with it, and\
 its suggestions are shown here:"),o("ul",{class:"qc-review-waiting"},s.hidden.slice(0,12).map(q=>o("li",null,f(q.document,
()=>e.jump(q.document))))),w?g(f("Show them all the same",()=>t.choose({blind:!1}))):null)}else{let w=t.run,q=gt(s);d(M(
"check"),o("h2",null,"Everything is decided"),o("p",null,s.decided?`You have decided on ${b(s.decided,"suggestion")}${t.
session.accept+t.session.reject+t.session.revise?`: in this session ${t.session.accept} accepted, ${t.session.reject} re\
jected, ${t.session.revise} revised`:""}.`:"Nothing is open for you."),q.map(k=>o("p",null,k)),w&&!w.new?ct(w).map(k=>o(
"p",null,k)):null,g(f("Look for new suggestions …",()=>Ne(e,t),"qc-main"),f("Go on coding",()=>e.go("code")),f("See th\
e tables",()=>e.go("tables"))),this.queue.trail.length?o("p",{class:"qc-hint"},o("kbd",null,"b")," goes back to the one \
before, ",o("kbd",null,"z")," takes the last decision back."):null)}l!==this.mode&&m(this.live,this.whole.querySelector(
"h2")?.textContent??"")}#a(){return this.mode==="one"&&!this.queue.mustAsk?this.queue.shown:null}#h(t,e=""){!this.#a()||
!this.#c()||(this.#g(),this.queue.decide(t,{reason:e}))}#c(){return this.app.session.read_only?(this.app.say(`Nothing ca\
n be decided: the study is open for reading only (${this.app.session.read_only}).`,"error"),!1):!0}#m(){let t=this.#a();
!t||!this.#c()||rn(this.app,t,this.reasons,e=>{this.queue.shown===t&&(e&&(this.reasons=[e,...this.reasons.filter(s=>s!==
e)].slice(0,Ui)),this.#h("reject",e))})}#p(){let t=this.#a();!t||!this.text||this.revise||!this.#c()||(this.revise=new Yt(
this.foot,this.app,this.text,t,{save:e=>{this.#g(),this.queue.decide("revise",e)},leave:()=>this.#g(!0)}),this.buttons.hidden=
!0,this.side.classList.add("qc-revising"),this.reviseKeys=this.app.keys.add(this.revise.bindings()))}#g(t=!1){if(!this.revise)
return;let e=this.revise.element.contains(document.activeElement);this.reviseKeys?.(),this.revise.destroy(),this.revise=
null,this.buttons.hidden=!1,this.side.classList.remove("qc-revising"),e&&this.card.focus({preventScroll:!0}),t&&this.text?.
clear()}#b(){let t=this.#a();if(!t)return;let e=!this.queue.ahead.length&&!this.queue.back&&this.queue.complete;this.queue.
skip(),e&&this.queue.shown===t?this.app.say("This is the only one that is left."):this.queue.again&&this.queue.shown&&!this.
queue.back&&m(this.live,`The ones you skipped come again. ${this.live.textContent}`)}#y(){this.queue.goBack()||this.app.
say("There is none before.")}#q(){let t=this.queue.done.at(-1);t?t.kind==="many"?je(this.app,this.queue):(this.queue.undo(),
t.kind==="memo"&&this.app.say("The memo is taken back.")):this.app.say("Nothing that was decided here can be undone.")}#k(){
let t=this.#a();t&&this.app.jump(t.document,t.start,t.end)}#v(){let t=this.#a();t&&cn(this.app,this.revise?.box.code??t.
code)}#w(){let t=this.#a(),e=t&&this.queue.textOf(t);t&&e&&this.#c()&&an(this.app,t,e.printed(t.start,t.end),this.queue)}#x(){
let{queue:t}=this;t.told&&ln(this.app,t,t.sample||!t.told.since||this.app.session.read_only?null:()=>{this.#S()})}async#S(){
this.fitting||!this.queue.told?.ever||await hn(this.app,this.queue,t=>{this.fitting=t,this.#u()})}async#$(){let{item:t,text:e}=this;
if(!t||!e||this.revise||!this.app.saved)return;(await this.queue.refreshText(t)).length&&this.text===e&&e.refresh()}#O(){
this.item&&!this.revise&&this.#i(this.item,this.queue.textOf(this.item)),this.text?.refresh()}#A(){let t="Review",e=()=>this.
mode==="one"&&!this.revise,s=()=>this.queue.told!==null&&!this.revise;return[{keys:"a",words:"accept",when:e,repeat:!1,run:()=>this.#h(
"accept"),group:t},{keys:"r",words:"reject",when:e,repeat:!1,run:()=>this.#h("reject"),group:t},{keys:"R",words:"reject,\
 with a reason",when:e,repeat:!1,run:()=>this.#m(),group:t},{keys:"e",words:"revise: other words, another code, or both",
when:e,repeat:!1,run:()=>this.#p(),group:t},{keys:"s",words:"skip; it comes again at the end",when:e,repeat:!1,run:()=>this.#b(),
group:t},{keys:"b",words:"back to the one before",when:s,run:()=>this.#y(),group:t},{keys:"z or Mod+z",words:"take the l\
ast decision back",when:s,repeat:!1,run:()=>this.#q(),group:t},{keys:"o",words:"open it in the text",when:e,run:()=>this.#k(),
group:t},{keys:"d",words:"read the definition",when:e,run:()=>this.#v(),group:t},{keys:"m",words:"write a memo on it",when:e,
run:()=>this.#w(),group:t},{keys:"+",words:"show more of the text",when:e,run:()=>this.#n(),group:t},{keys:"f",words:"ch\
oose order, codes and documents",when:s,run:()=>this.#l(!0),group:t},{keys:"Escape",words:"close order and choice",when:()=>!this.
choices?.hidden&&!this.revise&&!!this.choices?.contains(document.activeElement),typing:!0,run:()=>this.#l(!1),group:t},{
keys:"u",words:"compute new scores from what is decided",when:s,repeat:!1,run:()=>{this.#S()},group:t},{keys:"p",words:"\
show the progress",when:()=>s()&&!!this.queue.told?.ever,run:()=>this.#x(),group:t}]}},wn={id:"review",label:"Review",key:"\
g r",mount(a,t,e){return new _e(a,t,e)}};var Ki=matchMedia("(max-height: 34rem)"),yn=200,zi=15e4,Hi=50,Re={words:"the words found",sentence:"the sentence",whole:"\
the whole turn"},De={words:["place","places"],sentence:["sentence","sentences"],whole:["turn","turns"]},bn={words:"Words",
lemma:"Words in all forms",regex:"Regular expression"},Fi={words:"* stands for any letters, ? for one, several words for\
 a phrase: sustainab*   social value   well-being",lemma:"measure also finds measures, measured, measuring",regex:"As in\
 Python: \\bKPIs?\\b   £\\d+"},kn=new WeakMap,Pe=class{constructor(t,e,s){this.app=e,this.kept=kn.get(e)??{asked:{words:"",
kind:"words",case:!1,interviewers:!1,document:"",where:{}},told:null,chosen:new Set,what:"whole",code:void 0,row:0,patterns:[]},
kn.set(e,this.kept),this.number=0,this.asking=0,this.timer=null,this.fresh=null,this.destroyed=!1,this.busy=!1,this.picker=
new _(e,{label:"Code",above:!0,codes:()=>[...e.codes.values()].filter(d=>d.applicable),value:this.kept.code,changed:d=>{
this.kept.code=d,this.#w()},leave:()=>this.#g(this.kept.row),enter:()=>{this.code()}});let{asked:n}=this.kept,i=O("hint");
this.words=o("input",{type:"search","aria-label":"Look for",placeholder:"Look for words","aria-describedby":i,autocomplete:"\
off",spellcheck:"false",dir:"auto",value:n.words}),this.kind=o("select",{"aria-label":"How it is meant",on:{change:()=>this.#e()}},
Object.entries(bn).map(([d,f])=>o("option",{value:d},f))),this.kind.value=n.kind,this.case=this.#t("Capitals count",n.case),
this.interviewers=this.#t("Interviewers, too",n.interviewers),this.hint=o("p",{class:"qc-hint",id:i}),this.document=o("s\
elect",{"aria-label":"Document"}),this.filters=o("div",{class:"qc-search-filters"}),this.where={},this.patterns=o("p",{class:"\
qc-toolbar qc-search-patterns",hidden:!0}),this.head=o("p",{class:"qc-search-told",role:"status"}),this.body=o("tbody",null),
this.all=o("input",{type:"checkbox","aria-label":"Choose all that are shown",on:{change:()=>this.chooseAll(this.all.checked)}});
let r=(d,f)=>o("th",{scope:"col",class:`qc-kwic-${d}`},f),[c,l]=[r("left","Before"),r("right","After")];this.heads={left:c,
right:l,row:o("tr",null,r("box",[this.all,o("span",{class:"qc-unseen qc-kwic-all","aria-hidden":"true"},"All that are sh\
own")]),r("place","Place"),c,r("hit","Found"),l,r("codes","Your codes"))},this.table=o("table",{class:"qc-kwic",hidden:!0},
o("caption",{class:"qc-unseen"},"Places found, each with the words before and after it"),o("thead",null,this.heads.row),
this.body),this.pager=o("nav",{class:"qc-toolbar qc-search-pages","aria-label":"Pages of places found"}),this.empty=o("d\
iv"),this.bar=o("section",{class:"qc-search-bar qc-chrome","aria-label":"Code what was found",hidden:!0}),t.append(o("di\
v",{class:"qc-search"},o("form",{class:"qc-search-form qc-chrome",role:"search",on:{submit:d=>{d.preventDefault(),this.search()}}},
o("h2",{class:"qc-unseen"},"Search"),o("div",{class:"qc-search-line"},o("div",{class:"qc-filter"},M("search"),this.words),
this.kind,o("button",{type:"submit",class:"qc-button qc-main"},"Search")),this.hint,o("div",{class:"qc-search-line"},this.
filters,this.case.element,this.interviewers.element),this.patterns),o("div",{class:"qc-pane qc-search-found",tabindex:"-\
1"},this.head,this.table,this.empty,this.pager),this.bar)),this.found=t.querySelector(".qc-search-found"),this.body.addEventListener(
"change",d=>this.#h(d)),this.body.addEventListener("click",d=>this.#c(d)),this.body.addEventListener("mousedown",d=>{d.shiftKey&&
d.preventDefault()}),this.#k();let h="Search",u=()=>!!this.kept.told?.hits.length;this.offs=[e.on("documents",()=>this.#n()),
e.on("codebook",()=>this.#l()),e.on("counts",()=>this.#i()),e.keys.add([{keys:"/",words:"look for something else",run:()=>{
this.words.focus(),this.words.select()},group:h},{keys:"ArrowDown or j",words:"next place",run:d=>this.#b(1,d),when:u,group:h},
{keys:"ArrowUp or k",words:"place before",run:d=>this.#b(-1,d),when:u,group:h},{keys:"Shift+ArrowDown",words:"choose it \
and go on",run:()=>this.#y(1),when:u,group:h},{keys:"Shift+ArrowUp",words:"choose it and go back",run:()=>this.#y(-1),when:u,
group:h},{keys:"a",words:"choose all that are shown, or none",run:()=>this.chooseAll(this.kept.chosen.size<this.kept.told.
hits.length),when:u,group:h},{keys:"o",words:"go to the place in the text",run:()=>this.#q(this.#p()),when:u,group:h},{keys:"\
w",words:"how much to code: words, sentence or turn",run:()=>this.#$(),when:u,group:h},{keys:"c",words:"choose the code",
run:()=>this.picker.focus(),when:u,group:h},{keys:"Mod+Enter",words:"put the code on what is chosen",run:()=>{this.code()},
when:u,repeat:!1,group:h},{keys:"PageDown or ]",words:"next page",run:()=>this.#a(1),when:u,group:h},{keys:"PageUp or [",
words:"page before",run:()=>this.#a(-1),when:u,group:h},...et(e,h,()=>this.search(this.kept.told?.offset??0,{quiet:!0}))])],
this.#e(),this.#n(),this.#s(),s?.code||s?.words?this.params(s):this.kept.told?(this.draw(),this.#g(this.kept.row)):(this.
draw(),(document.activeElement===document.body||document.activeElement===t)&&this.words.focus())}destroy(){this.destroyed=
!0,clearTimeout(this.timer),clearTimeout(this.fresh);for(let t of this.offs)t()}params(t){let{app:e,kept:s}=this,n=e.codes.
get(t?.code??"");n?(n.applicable&&(s.code=n.code,this.picker.set(n.code)),s.patterns=[...n.patterns],this.words.value=n.
patterns[0]??n.name,this.kind.value="words",this.#e(),this.search()):t?.words&&(this.words.value=t.words,bn[t.kind]&&(this.
kind.value=t.kind),this.#e(),this.search())}#t(t,e){let s=O("check"),n=o("input",{type:"checkbox",id:s});return n.checked=
e,{element:o("span",{class:"qc-search-check"},n,o("label",{for:s},t)),input:n}}#e(){this.hint.textContent=Fi[this.kind.value]??
"",this.case.element.hidden=this.kind.value==="lemma"}#n(){let{app:t}=this,e=this.document.childElementCount?this.document.
value:this.kept.asked.document;m(this.document,o("option",{value:""},"All documents"),t.documents.map(s=>o("option",{value:s.
document},s.title&&s.title!==s.document?`${s.document}: ${s.title}`:s.document))),this.document.value=t.documents.some(s=>s.
document===e)?e:"",this.filters.childElementCount||m(this.filters,this.document)}async#s(){let t={role:["Role","All role\
s"],case:["Case","All cases"],phase:["Phase","All phases"],kind:["Kind of document","All kinds"]};try{let e=await this.app.
read("search_choices");for(let[s,n]of Object.entries(e)){let[i,r]=t[s]??[s,"All"],c=o("select",{"aria-label":i},o("optio\
n",{value:""},r),n.map(l=>o("option",{value:l},l)));c.value=n.includes(this.kept.asked.where[s])?this.kept.asked.where[s]:
"",this.where[s]=c,this.filters.append(c)}}catch(e){this.app.sorry(e)}}async search(t=0,e={}){let{app:s,kept:n}=this;e.quiet||
(n.asked={words:this.words.value,kind:this.kind.value,case:this.case.input.checked,interviewers:this.interviewers.input.
checked,document:this.document.value,where:Object.fromEntries(Object.entries(this.where).map(([h,u])=>[h,u.value]))});let{
asked:i}=n;if(!i.words.trim()){e.quiet||this.words.focus();return}let r=++this.number,c=Object.fromEntries(Object.entries(
i.where).filter(([,h])=>h).map(([h,u])=>[h,[u]])),l={words:i.words,kind:i.kind,case:i.kind!=="lemma"&&i.case,interviewers:i.
interviewers,documents:i.document?[i.document]:[],where:c,offset:t,limit:yn};e.quiet||(this.table.setAttribute("aria-bus\
y","true"),this.timer=setTimeout(()=>r===this.number&&m(this.head,"Looking …"),250));try{let h=await s.read("search",l,
{patience:zi});if(r!==this.number)return;let u=e.quiet&&n.told&&n.told.hits.length===h.hits.length;if(n.told=h,u||(n.chosen.
clear(),n.row=0),this.destroyed)return;u?this.#l():(this.draw(),this.found.scrollTop=0,!e.quiet&&h.hits.length&&(Ki.matches&&
s.transport.home==="page"&&this.head.scrollIntoView({block:"start"}),this.#g(0)))}catch(h){if(r!==this.number||e.quiet||
this.destroyed)return;n.told=null,n.chosen.clear(),this.draw(),m(this.head,o("span",{class:"qc-bad"},h.message??String(h))),
h.found===void 0&&s.sorry(h),this.words.focus()}finally{clearTimeout(this.timer),this.table.removeAttribute("aria-busy")}}#i(){
clearTimeout(this.fresh),this.kept.told?.hits.length&&this.kept.asked.kind!=="regex"&&(this.fresh=setTimeout(()=>this.search(
this.kept.told?.offset??0,{quiet:!0}),500))}draw(){let{kept:t,app:e}=this,{told:s}=t,n=s?.hits??[];if(this.table.hidden=
!n.length,this.bar.hidden=!n.length||!!e.session.read_only,m(this.body,n.map((i,r)=>this.#r(i,r))),this.#o(),m(this.empty),
s){let i=s.offset+1,r=s.total>n.length?`, ${i.toLocaleString("en")} to ${(s.offset+n.length).toLocaleString("en")} shown`:
"";m(this.head,s.total?`${b(s.total,"place")}${r}`:""),s.total||m(this.empty,o("div",{class:"qc-empty"},o("h3",null,"Not\
hing found"),o("p",null,t.asked.kind==="words"?"Perhaps with a * at the end of the word, or with its other forms (“Words\
 in all forms”)?":"Nobody says it, in the turns that were searched."),t.asked.interviewers?null:o("p",null,"What inter\
viewers say is left out unless “Interviewers, too” is on.")))}else m(this.head),m(this.empty,o("div",{class:"qc-empt\
y"},o("h2",null,"Every place where something is said"),o("p",null,"Look for words: each place is shown with what stands \
before and after it. Choose places, and put a code on them: on the words, the sentence or the turn.")));this.#u(),this.#f(),
this.#w()}#o(){let t=new Set([...this.body.children].map(s=>s.dataset.dir)),e=t.size>1;this.heads.row.dataset.dir=t.size===
1&&t.has("rtl")?"rtl":"ltr";for(let[s,n,i]of[[this.heads.left,"Before","Left"],[this.heads.right,"After","Right"]])m(s,o(
"span",{class:e?"qc-unseen":""},n),e?o("span",{"aria-hidden":"true"},i):null)}#r(t,e){let s=o("input",{type:"checkbox","\
aria-label":`Choose place ${e+1}: ${t.match}`,tabindex:e===this.kept.row?"0":"-1",data:{place:e}});s.checked=this.kept.chosen.
has(e);let n=[t.speaker,t.role&&t.role!==t.speaker?t.role:""].filter(Boolean).join(", "),i=Ji(`${t.left}${t.match}${t.right}`);
return o("tr",{data:{place:e,dir:i},class:s.checked?"qc-chosen":""},o("td",{class:"qc-kwic-box"},s),o("td",{class:"qc-kw\
ic-place"},o("button",{type:"button",class:"qc-link",tabindex:"-1",title:[t.case,n].filter(Boolean).join(" · ")||null,"\
aria-label":`${t.document}, turn ${t.turn}: go to the text`,data:{open:e}},t.document),o("span",{class:"qc-kwic-who"},n)),
o("td",{class:"qc-kwic-left"},o("div",null,o("span",{dir:i},t.left))),o("td",{class:"qc-kwic-hit"},o("mark",{dir:i},t.match)),
o("td",{class:"qc-kwic-right"},o("div",null,o("span",{dir:i},t.right))),o("td",{class:"qc-kwic-codes"},this.#d(t)))}#d(t){
let{app:e}=this;return t.codes.map(s=>o("span",{class:"qc-kwic-code",data:{hue:e.hueOf(s)},title:e.nameOf(s)},o("span",{
class:"qc-letter","aria-hidden":"true"},e.letterOf(s)),o("span",null,e.nameOf(s))))}#l(){let{told:t}=this.kept;[...this.
body.children].forEach((e,s)=>{t?.hits[s]&&m(e.lastElementChild,this.#d(t.hits[s]))}),this.#S()}#u(){let{told:t}=this.kept,
e=t&&t.total>t.hits.length;if(this.pager.hidden=!e,!e){m(this.pager);return}let s=t.offset+t.hits.length;m(this.pager,p(
"Page before",()=>this.#a(-1),{icon:"left",class:"qc-small",disabled:t.offset===0,keys:"["}),o("span",{class:"qc-count"},
`${(t.offset+1).toLocaleString("en")} to ${s.toLocaleString("en")} of ${t.total.toLocaleString("en")}`),p("Next page",()=>this.#a(
1),{icon:"right",class:"qc-small",disabled:s>=t.total,keys:"]"}))}#f(){let{patterns:t,code:e}=this.kept;this.patterns.hidden=
t.length<2,m(this.patterns,o("span",{class:"qc-hint"},e?`Patterns of ${this.app.nameOf(e)}:`:"Patterns:"),t.map(s=>p(s,()=>{
this.words.value=s,this.kind.value="words",this.#e(),this.search()},{class:"qc-small","aria-pressed":String(this.kept.asked.
words===s)})))}#a(t){let{told:e}=this.kept;if(!e)return!1;let s=e.offset+t*yn;if(s<0||s>=e.total)return!1;this.search(Math.
max(0,s)).then(()=>this.#g(0))}#h(t){let e=t.target;e.dataset.place!==void 0&&(this.#m(Number(e.dataset.place),e.checked),
this.#w())}#c(t){let e=t.target,s=e.closest("[data-open]");if(s){this.#q(Number(s.dataset.open));return}let n=e.closest(
"tr");if(!n||e.closest("input")||String(getSelection()??""))return;let i=Number(n.dataset.place);if(t.shiftKey){let[r,c]=[
Math.min(i,this.kept.row),Math.max(i,this.kept.row)];for(let l=r;l<=c;l++)this.#m(l,!0)}else this.#m(i,!this.kept.chosen.
has(i));this.#g(i),this.#w()}#m(t,e){e?this.kept.chosen.add(t):this.kept.chosen.delete(t);let s=this.body.children[t];s&&
(s.classList.toggle("qc-chosen",e),s.querySelector("input").checked=e)}chooseAll(t){for(let e=0;e<(this.kept.told?.hits.
length??0);e++)this.#m(e,t);this.#w()}#p(){let t=document.activeElement?.closest?.("tr[data-place]")??null;return t?Number(
t.dataset.place):this.kept.row}#g(t){let e=this.body.children;if(!e.length)return;let s=Math.max(0,Math.min(t,e.length-1));
e[this.kept.row]?.querySelector("input")?.setAttribute("tabindex","-1"),this.kept.row=s;let n=e[s].querySelector("input");
n.setAttribute("tabindex","0"),n.focus({preventScroll:!0}),e[s].scrollIntoView({block:"nearest"})}#b(t,e){if(e.target?.closest?.(
"select, .qc-search-bar"))return!1;let s=this.body.contains(document.activeElement);t<0&&s&&this.#p()===0?this.words.focus():
this.#g(s?this.#p()+t:this.kept.row)}#y(t){let e=this.#p();this.#m(e,!0),this.#g(e+t),this.#w()}#q(t){let e=this.kept.told?.
hits[t];e&&(this.kept.row=t,this.app.jump(e.document,e.start,e.end))}#k(){let{app:t,kept:e}=this;this.chosen=o("p",{class:"\
qc-search-chosen",role:"status"});let s=O("what");this.what=o("select",{id:s,on:{change:()=>{e.what=this.what.value,this.#w()}}},
Object.entries(Re).map(([n,i])=>o("option",{value:n},i))),this.what.value=e.what,this.go=p("Choose places",()=>this.code(),
{class:"qc-main",keys:"Mod+Enter"}),this.already=o("span",{role:"status"}),this.keys=o("span",{hidden:!0},"Enter in the \
code box, or ",o("kbd",null,X("Mod+Enter"))," anywhere, puts it on."),this.told=o("p",{class:"qc-unseen",role:"status"}),
m(this.bar,this.chosen,o("div",{class:"qc-field"},o("label",{for:s},"How much"),this.what),this.picker.element,this.go,o(
"p",{class:"qc-hint qc-search-already"},this.already," ",this.keys),this.told)}#v(){let{kept:t}=this,e=new Map;for(let s of[
...t.chosen].sort((n,i)=>n-i)){let n=t.told?.hits[s];if(!n)continue;let[i,r]=t.what==="words"?[n.start,n.end]:n[t.what];
e.set(`${n.document}
${i}
${r}`,{document:n.document,version:n.version,start:i,end:r})}return[...e.values()]}#w(){let{kept:t}=this,e=t.chosen.size,
s=t.told?.hits.length??0;this.all.checked=!!s&&e===s,this.all.indeterminate=e>0&&e<s;let n=this.#v(),[i,r]=De[t.what],c=e&&
n.length!==e?` in ${b(n.length,i,r)}`:"";this.chosen.textContent=e?`${b(e,"place")} chosen${c}`:"No place is chosen",this.#x(
n.length),this.#S()}#x(t){let{kept:e,app:s}=this,[n,i]=De[e.what],r=e.code?s.nameOf(e.code):"",c=e.chosen.size?r?`Code ${b(
t,n,i)} with ${r}`:"Choose a code":"Choose places";m(this.go,c);let l=!!(e.chosen.size&&r&&t);this.go.setAttribute("aria\
-disabled",String(!l)),this.keys.hidden=!l}async#S(){let{kept:t,app:e}=this,s=++this.asking;this.already.textContent="";
let n=this.#v();if(!(!n.length||!t.code))try{let i=await e.read("code_many_what",{items:n,code:t.code});if(s!==this.asking||
this.destroyed)return;this.#x(i.new),i.stood&&(this.already.textContent=i.new?`${i.stood.toLocaleString("en")} of ${n.length.
toLocaleString("en")} carry it already and stay as they are.`:"All of them carry it already.")}catch(i){s===this.asking&&
(this.already.textContent=i.message)}}#$(){let t=Object.keys(Re);this.kept.what=t[(t.indexOf(this.kept.what)+1)%t.length],
this.what.value=this.kept.what,this.#w(),this.told.textContent=`What is coded: ${Re[this.kept.what]}`}async code(){let{kept:t,
app:e}=this,s=this.#v();if(!s.length){e.say("Choose places first: press Space on a place, or a for all.");return}let{code:n,
what:i}=t;if(!n){e.say("Choose the code for them."),this.picker.focus();return}if(this.busy)return;this.busy=!0;let[r,c]=De[i],
l=e.nameOf(n);try{if(s.length>Hi){let f=await e.read("code_many_what",{items:s,code:n});if(!await C(e,`Code ${b(f.new,r,
c)} with ${l}?`,`They are in ${b(f.documents,"document")}. You say of all of them that ${l} applies. One undo takes them\
 back together.`,"Code them"))return}let h=await e.write("code_many",{items:s,code:n},`${l} on ${b(s.length,r,c)}`),u=h?.
codings?.length??s.length,d=()=>this.search(t.told?.offset??0,{quiet:!0});U(e,u?`${l} put on ${b(u,r,c)}${h?.stood?`; ${h.
stood} carried it already`:""}.`:`All of them carried ${l} already; nothing was coded twice.`,h?.act,d);for(let f of[...t.
chosen])this.#m(f,!1);this.destroyed||(this.#w(),this.#g(t.row)),await d()}catch(h){h.found===void 0&&e.sorry(h)}finally{
this.busy=!1}}};function Ji(a){let t=a.match(/\p{L}/gu)??[];return t.filter(s=>/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|\ud83a[\udc00-\udfff]/.
test(s)).length*2>t.length?"rtl":"ltr"}var vn={id:"search",label:"Search",key:"g s",mount(a,t,e){let s=new Pe(a,t,e);return{
destroy:()=>s.destroy(),params:n=>s.params(n)}}};var Be=[["participants","Participants"],["documents","Documents"],["turns","Turns"],["codings","Codings"],["words","Word\
s coded"]],We=[["n","Numbers"],["share","Shares in %"],["per_1000_words","Per 1,000 words"]],Ue=[["","Print every number"],
["threshold","Hide counts under 5, round to 5"],["ofqual","Ofqual: hide under 5, round to 5"],["hesa","HESA: round to 5"]],
Gt=new Set(["codings","words"]),qn=["interviewers","reflective","test","intervals"];function xn(a,t){let e=new Set(t),s=a.
columns===void 0?[t.includes("role")?"role":""]:Ke(a.columns);s=[...new Set(s.filter(c=>e.has(c)))].slice(0,2);let n=Be.
some(([c])=>c===a.unit)?a.unit:"participants",i=We.some(([c])=>c===a.measure)?a.measure:"n";i==="per_1000_words"&&!Gt.has(
n)&&(i="n");let r={};for(let[c,l]of Object.entries($n(a.where)??{}))e.has(c)&&Array.isArray(l)&&(r[c]=l.map(String));return{
rows:a.rows==="code"?"code":"theme",columns:s,unit:n,measure:i,where:r,coders:a.coders||"record",protect:Ue.some(([c])=>c===
a.protect)?a.protect??"":"",...Yi(qn.map(c=>[c,String(a[c])==="true"]))}}function Vt(a){let t={columns:JSON.stringify(a.
columns)};a.rows!=="theme"&&(t.rows=a.rows),a.unit!=="participants"&&(t.unit=a.unit),a.measure!=="n"&&(t.measure=a.measure),
Object.keys(a.where).length&&(t.where=JSON.stringify(a.where)),a.coders!=="record"&&(t.coders=a.coders),a.protect&&(t.protect=
a.protect);for(let e of qn)a[e]&&(t[e]="true");return t}function Yi(a){return Object.fromEntries(a)}function $n(a){if(typeof a!=
"string")return a??null;try{return JSON.parse(a)}catch{return null}}function Ke(a){let t=$n(a);return Array.isArray(t)?t.
map(String):[]}function Sn(a,t){return JSON.stringify(a)===JSON.stringify(t)}var Gi=12,Qt=class{constructor(t,e,s){this.app=t,this.known=e,this.change=s,this.element=o("form",{class:"qc-table-form",
"aria-label":"What the table counts",on:{submit:n=>n.preventDefault()}}),this.filters=o("div",{class:"qc-table-filters",
role:"group","aria-label":"Only"}),this.opened=!1}draw(t){this.asked=t;let{known:e,change:s}=this,i=e.attributes.map(f=>[
f,f]),r=document.activeElement?.dataset?.part,c=We.filter(([f])=>f!=="per_1000_words"||Gt.has(t.unit)),l=e.coders.map(f=>[
f,`${f} only`]),h=e.blind?l:[["record","Coding of record"],...l,["each","Each coder apart"],["any","All coders together"]],
[u="",d=""]=t.columns;m(this.element,o("div",{class:"qc-table-choices"},this.#t("Rows","rows",t.rows,[["theme","Themes"],
["code","Codes"]],f=>s({rows:f})),this.#t("By","columns",u,[["","Nothing: how often"],...i],f=>s({columns:f?[f,...d&&d!==
f?[d]:[]]:[]})),u?this.#t("and by","second",d,[["","Nothing more"],...i.filter(([f])=>f!==u)],f=>s({columns:f?[u,f]:[u]})):
null,this.#t("Count","unit",t.unit,Be,f=>s({unit:f,...t.measure==="per_1000_words"&&!Gt.has(f)?{measure:"n"}:{}})),this.#t(
"Shown as","measure",t.measure,c,f=>s({measure:f})),this.#t("Codings of","coders",e.blind?e.coders[0]:t.coders,h,f=>s({coders:f}))),
o("div",{class:"qc-table-row"},this.filters,this.#e(t))),this.#n(t),r&&this.element.querySelector(`[data-part="${r}"]`)?.
focus()}#t(t,e,s,n,i){let r=O("choice"),c=n.some(([h])=>h===s)||s===void 0?n:[...n,[s,s]],l=o("select",{id:r,data:{part:e},
on:{change:()=>i(l.value)}},c.map(([h,u])=>o("option",{value:h},u)));return l.value=s??"",o("div",{class:"qc-field"},o("\
label",{for:r},t),l)}#e(t){let{change:e}=this,s=(r,c,l,h=!1)=>{let u=O("check"),d=o("input",{type:"checkbox",id:u,data:{
part:r},disabled:h,on:{change:()=>e({[r]:d.checked})}});return d.checked=t[r],o("div",{class:"qc-field qc-check"},d,o("l\
abel",{for:u},c),o("p",{class:"qc-hint"},l))},n=!t.columns.length,i=o("details",{class:"qc-table-more",on:{toggle:()=>this.
opened=i.open}},o("summary",{data:{part:"more"}},"More choices"),o("div",{class:"qc-table-choices"},s("intervals","Inter\
vals of 95 %","For shares of participants or turns, and for rates"),s("test","Test each row",n?"Choose columns first":"P\
eople with and without the code, dealt out by chance; takes a moment",n),s("interviewers","Interviewers' turns, too","Th\
ey stand outside of tables otherwise"),s("reflective","Reflective notes, too","The researcher's own voice"),this.#t("To \
hand out","protect",t.protect,Ue,r=>e({protect:r}))));return i.open=this.opened||t.intervals||t.test||t.interviewers||t.
reflective||!!t.protect,i}#n(t){let{change:e}=this,s=n=>Object.fromEntries(Object.entries(t.where).filter(([i])=>i!==n));
m(this.filters,Object.entries(t.where).map(([n,i])=>o("span",{class:"qc-table-filter"},p(`${n}: ${i.join(" or ")}`,()=>this.#s(
n),{class:"qc-small","data-part":`where-${n}`}),p(`Leave out the filter by ${n}`,()=>e({where:s(n)}),{icon:"close",bare:!0,
class:"qc-small"}))),p("Filter",()=>this.#s(null),{icon:"filter",class:"qc-small","data-part":"filter"}))}#s(t){let{app:e,
known:s,asked:n,change:i}=this,r=t??s.attributes.find(w=>!n?.where[w])??s.attributes[0],c=S("Only turns where",{kind:"se\
lect",value:r,options:s.attributes.map(w=>[w,w])}),l=o("fieldset",{class:"qc-field qc-table-values"}),h=o("input",{type:"\
search","aria-label":"Find a value",placeholder:"Find a value",on:{input:()=>u()}}),u=()=>{let w=h.value.toLocaleLowerCase();
for(let q of l.querySelectorAll("label"))q.hidden=!!w&&!q.textContent?.toLocaleLowerCase().includes(w)},d=0,f=async()=>{
let w=++d,q;try{q=await e.read("table_values",{attribute:c.input.value})}catch(y){g.wrong(y.message);return}if(w!==d)return;
let k=new Set(n?.where[c.input.value]??[]);h.value="",h.hidden=q.length<Gi,m(l,o("legend",null,`${c.input.value} is one \
of`),h,o("div",{class:"qc-table-values-list"},q.map(y=>o("label",{class:"qc-table-value"},Vi(y,k.has(y)),o("span",{dir:"\
auto"},y)))),q.length?null:o("p",{class:"qc-hint"},"It has no values."))},g=E(e,{title:"Filter",body:[c.element,l,o("p",
{class:"qc-hint"},"A filter also cuts the base: only these turns, and who said them, are counted at all. Several filters\
 hold at once.")],actions:[{label:"Use",run:()=>{let w=[...l.querySelectorAll("input[type=checkbox]")].filter(k=>k.checked).
map(k=>k.value);if(!w.length)throw new Error("Choose one value or more, or press Cancel.");let q={...n?.where,[c.input.value]:w};
t&&t!==c.input.value&&delete q[t],i({where:q})}}]});c.input.addEventListener("change",f),f()}};function Vi(a,t){let e=o(
"input",{type:"checkbox",value:a});return e.checked=t,e}function En(a,t){let e=[],s=t===a.length-1;return a[t].forEach((n,i)=>{!s&&i>0&&a.slice(0,t+1).every(c=>c[i]===c[i-1])?e[e.
length-1][0]+=1:e.push([1,n])}),e}var Xt=class{constructor(t,e,s){this.app=t,this.told=e,this.open=s,this.cells=[],this.
element=this.#t(),this.#n(this.cells[0]?.[0]),this.element.addEventListener("focusin",n=>{let i=n.target.closest("button");
i&&this.place(i)&&this.#n(i)})}#t(){let{told:t}=this,e=t.total!==null,s=t.heads.length,n=t.heads.map((c,l)=>o("tr",null,
l===0?o("th",{scope:"col",rowspan:s,class:"qc-cross-rows"},wt(t.level)):null,En(t.heads,l).map(([h,u])=>o("th",{scope:l<
s-1?"colgroup":"col",colspan:h>1?h:null,class:l<s-1?"qc-cross-group":"qc-number",dir:"auto"},On(u))),l===0&&e?o("th",{scope:"\
col",rowspan:s,class:"qc-number qc-cross-all",title:"Each counted once over all columns: not the sum"},t.total):null)),i=t.
rows.map(([c,l,h,u],d)=>(this.cells[d]=h.map((f,g)=>this.#e(d,g,f)),e&&this.cells[d].push(this.#e(d,null,u)),o("tr",null,
o("th",{scope:"row",title:this.app.codes.get(c)?.definition||null,data:{hue:this.app.hueOf(c)}},o("span",{class:"qc-lett\
er","aria-hidden":"true"},this.app.letterOf(c)),o("span",{dir:"auto"},l)),this.cells[d].map((f,g)=>o("td",{class:`qc-num\
ber ${e&&g===h.length?"qc-cross-all":""}`.trim()},f))))),r=t.foot.map(([c,l])=>o("tr",null,o("th",{scope:"row"},c),l.map(
h=>o("td",{class:"qc-number"},h)),e?o("td",{class:"qc-cross-all"}):null));return o("table",{class:"qc-table qc-cross"},o(
"caption",null,t.title),o("thead",null,n),o("tbody",null,i),r.length?o("tfoot",null,r):null)}#e(t,e,s){let{told:n}=this,
i=s===n.absent,r=e!==null&&n.silent[t][e];return o("button",{type:"button",tabindex:"-1",class:`qc-cell ${i?"qc-absent":
""} ${s==="0"||s==="0%"?"qc-zero":""}`.trim(),"aria-label":`${s}: ${n.rows[t][1]}, ${this.nameOf(e)}${r?", quotations he\
ld back":""}`,data:{row:t,column:e===null?"all":e},on:{click:()=>this.open(t,e)}},s)}nameOf(t){return t===null?"all colu\
mns":this.told.columns[t].map(On).join(" × ")}place(t){for(let e=0;e<this.cells.length;e++){let s=this.cells[e].indexOf(
t);if(s>=0)return[e,s]}return null}button(t,e){return this.cells[t]?.[e??this.cells[t].length-1]}get at(){return this.element.
contains(document.activeElement)?this.place(document.activeElement):null}move(t,e){let s=this.at;if(!s)return!1;let n=Math.
max(0,Math.min(this.cells.length-1,s[0]+t)),i=Math.max(0,Math.min(this.cells[n].length-1,s[1]+e));return this.cells[n][i].
focus(),!0}focus(){(this.cells.flat().find(t=>t.tabIndex===0)??this.cells[0]?.[0])?.focus()}mark(t,e=null){for(let s of this.
cells.flat())s.removeAttribute("aria-current");t!==null&&this.button(t,e)?.setAttribute("aria-current","true")}#n(t){for(let e of this.
cells.flat())e.tabIndex=e===t?0:-1}};function wt(a){return a.charAt(0).toUpperCase()+a.slice(1)}var Qi=/^(n|share)_(codings|turns|documents|participants|words)$|^(codings|words)_per_1000_words$/;
function On(a){let t=Qi.exec(a);return t?t[3]?`${wt(t[3])} per 1,000 words`:t[1]==="n"?wt(t[2]):`Share of ${t[2]}`:a}function An(a,t,e){
return o("table",{class:"qc-table qc-cross"},o("caption",null,a),o("thead",null,t.map((s,n)=>{let i=n===t.length-1;return o(
"tr",null,En(t,n).map(([r,c],l)=>l===0&&!c?o("td"):o("th",{scope:i?"col":"colgroup",colspan:r>1?r:null,class:l?"qc-numbe\
r":null},c)))})),o("tbody",null,e.map(([s,...n])=>o("tr",null,o("th",{scope:"row"},s),n.map(i=>o("td",{class:"qc-number"},
i))))))}var Xi=50,Zt=class{constructor(t,e,s){this.app=e,this.close=s,this.host=t,this.asking=0}async show(t,e,s){let n=++this.asking,
i=o("span",{class:"qc-count"});this.list=o("ol",{class:"qc-quotes-list",on:{focusin:l=>this.#e(l.target.closest("li butt\
on"))}}),this.more=o("div");let r=o("h2",{tabindex:"-1",class:"qc-quotes-title"},o("span",{dir:"auto"},e.label)," · ",o(
"span",{dir:"auto"},e.name));if(m(this.host,o("header",{class:"qc-quotes-head"},o("div",null,r,i),p("Close quotations",this.
close,{icon:"close",bare:!0,keys:"Escape"})),this.list,this.more),this.host.scrollTop=0,s&&r.focus({preventScroll:!0}),e.
absent){i.textContent="–",m(this.more,o("p",{class:"qc-quiet"},"There is no such combination in the study, or nobody h\
as read there for this code: the notes under the table say which. So there is no number, not even 0."));return}m(this.more,
o("p",{class:"qc-quiet",role:"status"},"Looking for the quotations …"));let c=async l=>{let h;try{h=await this.app.read(
"table_quotes",{asked:t,row:e.code,column:e.column,first:l,number:Xi})}catch(d){if(n!==this.asking)return;m(this.more,o(
"p",{class:"qc-fault",role:"alert"},d.message));return}if(n!==this.asking)return;if(h.held){m(this.more,o("p",{class:"qc\
-note"},h.held));return}if(i.textContent=b(h.total,"quotation"),!h.total){m(this.more,o("p",{class:"qc-quiet"},"No quota\
tion is behind this number."));return}this.list?.append(...h.quotes.map(d=>this.#t(d,e.code))),l||this.#e(this.list?.querySelector(
"li button"));let u=l+h.quotes.length;m(this.more,u<h.total?p(`Show more (${(h.total-u).toLocaleString("en")} left)`,()=>c(
u)):null),l?this.list?.children[l]?.querySelector("button")?.focus():s&&document.activeElement===r&&this.list?.querySelector(
"button")?.focus({preventScroll:!0})};await c(0)}#t(t,e){let s=[t.source,t.turn?`turn ${t.turn}`:"",t.code!==e?this.app.
nameOf(t.code):"",`coded by ${t.coder}`,t.key?"key quotation":""],n=()=>this.app.jump(t.document,t.start,t.end);return o(
"li",{data:{coding:t.coding}},o("blockquote",{class:"qc-said",dir:"auto"},t.quotation),o("div",{class:"qc-quote-foot"},o(
"p",{class:"qc-quiet"},s.filter(Boolean).join(" · ")),p("Show in text",n,{class:"qc-small",tabindex:"-1","aria-label":`\
Show in text: ${[t.source,t.turn?`turn ${t.turn}`:""].filter(Boolean).join(", ")}`})))}move(t){let e=[...this.list?.querySelectorAll(
"li button")??[]],s=e.indexOf(document.activeElement);if(s<0)return!1;let n=e[Math.max(0,Math.min(e.length-1,s+t))];return n.
focus(),n.closest("li")?.scrollIntoView({block:"nearest"}),!0}#e(t){if(t)for(let e of this.list?.querySelectorAll("li bu\
tton")??[])e.tabIndex=e===t?0:-1}clear(){this.asking+=1,this.host.replaceChildren(),this.list=null}};var Zi=[["xlsx","Excel, with the quotations"],["docx","Word"],["csv","CSV"],["html","Web page, with the quotations"],["m\
d","Markdown"],["tex","LaTeX"]],ze=18e4,Mn={id:"tables",label:"Tables",key:"g t",mount(a,t,e){return new He(a,t,e)}},He=class{constructor(t,e,s){
this.app=e,this.wanted=s,this.asking=0,this.told=null,this.grid=null,this.asked=null,this.cell=null,this.main=o("div",{class:"\
qc-tables-main qc-pane"}),this.side=o("aside",{class:"qc-quotes qc-pane","aria-label":"Quotations",hidden:!0}),this.quotes=
new Zt(this.side,e,()=>this.#a()),this.top=o("div"),this.late=o("div",{role:"status"}),this.result=o("div",{class:"qc-ta\
bles-result"}),m(this.main,o("h2",{class:"qc-unseen"},"Tables"),this.top,this.late,this.result),t.append(o("div",{class:"\
qc-tables"},this.main,this.side));let n=()=>!!this.grid?.at,i=(r,c,l,h)=>({keys:r,words:c,when:n,run:()=>this.grid?.move(
l,h)});this.offs=[e.on("counts",()=>this.#r()),e.on("codebook",()=>this.#r()),e.on("settings",()=>this.#r()),e.keys.add(
[i("ArrowRight","next cell",0,1),i("ArrowLeft","cell before",0,-1),i("ArrowDown","cell below",1,0),i("ArrowUp","cell abo\
ve",-1,0),i("Home","first cell of the row",0,-1e6),i("End","last cell of the row",0,1e6),{keys:"Enter",words:"show the q\
uotations of the cell",when:n,run:()=>!1},{keys:"ArrowDown",words:"next quotation",when:()=>this.side.contains(document.
activeElement),run:()=>this.quotes.move(1)},{keys:"ArrowUp",words:"quotation before",when:()=>this.side.contains(document.
activeElement),run:()=>this.quotes.move(-1)},{keys:"Escape",words:"close the quotations, back to the cell",when:()=>!this.
side.hidden,run:()=>this.#a()},{keys:"t",words:"go to the table",when:()=>!!this.grid,run:()=>this.grid?.focus()},{keys:"\
u",words:"count again",when:()=>!!this.told,run:()=>this.#s(!0)}])],this.#t()}destroy(){this.asking+=1;for(let t of this.
offs)t()}params(t){this.wanted=t,this.known&&this.#e()}async#t(){m(this.result,o("p",{class:"qc-loading",role:"status"},
"Reading the study …"));try{this.known=await this.app.read("table_choices",{},{patience:ze})}catch(t){m(this.result,o(
"p",{class:"qc-fault",role:"alert"},t.message),p("Try again",()=>this.#t()));return}this.form=new Qt(this.app,this.known,
t=>this.#n(t)),m(this.top,this.form.element),this.#e()}#e(){let t=xn(this.wanted,this.known.attributes);this.form?.draw(
t);let e=this.wanted.row?{code:String(this.wanted.row),column:this.wanted.cell?Ke(this.wanted.cell):null}:null;if(this.asked&&
Sn(this.asked,t)&&this.grid){this.#u(e);return}this.asked=t,this.#s(!1,e)}#n(t){this.asked&&this.app.go("tables",Vt({...this.
asked,...t}))}async#s(t,e=null){let{app:s,asked:n}=this,i=++this.asking,r=!!this.grid?.element.contains(document.activeElement);
t||(this.side.hidden=!0,this.quotes.clear(),this.cell=null),this.result.setAttribute("aria-busy","true");let c=setTimeout(
()=>m(this.late,o("p",{class:"qc-quiet"},"Counting …")),400),l;try{l=await s.read("table",{asked:n},{patience:ze})}catch(u){
if(i!==this.asking)return;this.grid=null,this.told=null,m(this.result,o("div",{class:"qc-fault",role:"alert"},o("p",null,
u.message)));return}finally{clearTimeout(c),i===this.asking&&(m(this.late),this.result.removeAttribute("aria-busy"))}if(i!==
this.asking)return;if(l.choose){this.grid=null,this.told=null,this.#d(l.choose);return}this.told=l,this.#i();let h=this.
cell;t&&h&&this.grid?.button(h.row,h.column)&&this.grid.mark(h.row,h.column),r&&this.grid?.focus(),this.#u(e??(t&&h?null:
e),t)}#i(){let{told:t}=this;if(!t.rows.length||!t.columns.length){m(this.result,o("div",{class:"qc-empty"},o("h2",null,"\
Nothing to count yet"),o("p",null,t.rows.length?"No turn has a value here.":"The codebook holds no codes yet.")),this.#o()),
this.grid=null;return}this.grid=new Xt(this.app,t,(e,s)=>this.#l(e,s)),m(this.result,t.limited?o("p",{class:"qc-note qc-\
warn"},t.limited):null,o("p",{class:"qc-hint qc-tables-hint"},"Choose a number to read its quotations."),o("div",{class:"\
qc-scroll qc-cross-frame",role:"region","aria-label":"The table"},this.grid.element),t.parts.map(([e,s,n])=>o("div",{class:"\
qc-scroll",tabindex:"0",role:"region","aria-label":e},An(e,s,n))),this.#o(),this.#h())}#o(){let{told:t}=this;return o("s\
ection",{class:"qc-tables-notes","aria-label":"Notes"},o("h3",null,"Notes"),o("ul",null,[...t.notes,t.provenance].map(e=>o(
"li",{dir:"auto"},e))))}#r(){!this.told||this.app.act===this.told.act||m(this.late,o("p",{class:"qc-note"},"The study ha\
s changed since this was counted. ",p("Count again",()=>this.#s(!0),{class:"qc-small",keys:"u"})))}#d(t){let{app:e}=this,
s=(r,c,l)=>o("li",null,p(c,()=>this.#n({coders:r})),o("p",{class:"qc-hint"},l)),n=e.session.role!=="coder"&&!e.session.read_only,
i=o("select",{"aria-label":"Primary coder"},t.coders.map(r=>o("option",{value:r},r)));m(this.result,o("section",{class:"\
qc-tables-whose","aria-labelledby":"qc-whose"},o("h2",{id:"qc-whose"},"Whose codings are to be counted?"),o("p",null,`${wt(
t.found)}. Counting them together without saying so would count the same words twice.`),o("details",null,o("summary",null,
"Which documents"),o("ul",null,t.documents.map(([r,c])=>o("li",null,o("b",{dir:"auto"},r),`: ${c}`)))),o("ul",{class:"qc\
-tables-ways"},t.coders.map(r=>s(r,`${r} only`,`What ${r} has read and coded`)),s("each","Each coder apart","A block of \
columns for each, on the documents each has read"),s("any","All coders together","What anybody coded, in whatever anybod\
y has read")),n?o("form",{class:"qc-tables-primary",on:{submit:async r=>{r.preventDefault();try{await e.write("table_pri\
mary",{coder:i.value},`Primary coder ${i.value}`,{quiet:!0}),await this.#s(!1)}catch(c){e.sorry(c)}}}},o("p",null,"Or sa\
y it once for all tables: the primary coder counts where nothing is settled."),i,o("button",{type:"submit",class:"qc-but\
ton"},"Make primary coder")):null,o("p",{class:"qc-hint"},"In the view Compare, what coders differ on is settled place b\
y place; a settled document counts by its consensus.")))}#l(t,e){let{asked:s,told:n,app:i}=this;if(!s||!n)return;let r=n.
rows[t][0],c=e===null?null:n.columns[e];if(this.cell?.row===t&&this.cell.column===e&&!this.side.hidden){this.#u({code:r,
column:c},!1,!0);return}this.taking=!0,i.go("tables",{...Vt(s),row:r,...c?{cell:JSON.stringify(c)}:{}}),this.taking=!1}#u(t,e=!1,s=!1){
let{grid:n,told:i,asked:r}=this;if(!t||!n||!r){e||this.#f();return}let c=i.rows.findIndex(([u])=>u===t.code),l=t.column===
null?null:i.columns.findIndex(u=>JSON.stringify(u)===JSON.stringify(t.column));if(c<0||l===-1||l===null&&i.total===null){
this.#f();return}let h=l===null?i.rows[c][3]:i.rows[c][2][l];this.cell={row:c,column:l},n.mark(c,l),this.side.hidden=!1,
n.button(c,l)?.scrollIntoView({block:"nearest",inline:"nearest"}),this.quotes.show(r,{code:t.code,label:i.rows[c][1],column:t.
column,name:n.nameOf(l),text:h,absent:h===i.absent},s||!!this.taking)}#f(){this.side.hidden=!0,this.quotes.clear(),this.
grid?.mark(null),this.cell=null}#a(){let{cell:t,grid:e,asked:s}=this;s&&this.app.go("tables",Vt(s)),this.#f(),t&&e?.button(
t.row,t.column)?.focus()}#h(){let{app:t}=this,e=t.transport.home==="notebook"&&t.session.role==="alone",s=o("select",{"a\
ria-label":"Format of the file"},Zi.map(([i,r])=>o("option",{value:i},r)));s.value=t.remembered("table-format","xlsx"),s.
value||(s.value="xlsx");let n=p("Save the table",async()=>{t.remember("table-format",s.value),n.disabled=!0;try{let i=await t.
read("table_file",{asked:this.asked,format:s.value,beside:e},{patience:ze});i.path?t.say(`Saved as ${i.path}.`):(to(i),t.
say(`${i.name} is among your downloads.`))}catch(i){t.sorry(i)}finally{n.disabled=!1,document.activeElement===document.body&&
n.focus()}});return o("div",{class:"qc-toolbar qc-tables-files"},s,n,e?o("span",{class:"qc-hint"},"It is written next to\
 the study; nothing is written over."):null)}};function to(a){let t=Uint8Array.from(atob(a.data),n=>n.charCodeAt(0)),e=URL.
createObjectURL(new Blob([t],{type:a.mime})),s=o("a",{href:e,download:a.name});document.body.append(s),s.click(),s.remove(),
setTimeout(()=>URL.revokeObjectURL(e),1e4)}var B=[Cs,wn,Vs,Mn,vn,Ks,Zs];var te=["auto","light","dark"],Cn={auto:"as the computer",light:"light",dark:"dark"},eo={auto:"screen",light:"sun",dark:"\
moon"},so=720,no=1100,ee=class{constructor(t,e){this.app=e,this.host=t,this.alone=e.transport.home==="page",t.classList.
add("qc");let s=n=>n.target.setAttribute("data-lm-suppress-shortcuts","true");t.dataset.lmSuppressShortcuts="true",this.
alone||t.addEventListener("focusin",s),this.alone||(t.tabIndex=-1),this.keys=new bt(t,{alone:this.alone}),e.keys=this.keys,
this.view=null,this.offs=[],this.leaving=n=>{e.outbox&&!e.saved&&n.preventDefault()},this.setTheme(e.remembered("theme",
"auto")),this.status=o("p",{class:"qc-status",role:"status"}),this.messages=new Et(e,()=>this.main.focus({preventScroll:!0})),
this.tabs=o("nav",{class:"qc-tabs","aria-label":"Views"}),this.main=this.alone?o("main",{class:"qc-main-view",tabindex:"\
-1"}):o("div",{class:"qc-main-view",tabindex:"-1"}),this.list=o("aside",{class:"qc-documents",id:O("documents"),"aria-la\
bel":"Documents"}),this.drawer=!1,this.listed=!1,this.signIn=o("a"),this.veil=o("div",{class:"qc-veil",hidden:!0,on:{click:()=>this.
showList(!1)}}),this.measure=new ResizeObserver(()=>this.#i()),this.measure.observe(t),this.#i(),m(t,o("p",{class:"qc-lo\
ading",role:"status"},"Opening the study …"))}async start(t){let{app:e,host:s}=this;try{await e.start()}catch(l){m(s,o(
"div",{class:"qc-empty"},o("p",{class:"qc-fault",role:"alert"},`The study could not be opened: ${l.message}`),p("Try aga\
in",()=>this.start(t),{class:"qc-main"})));return}let n=e.session;this.coder=o("span",{class:"qc-coder",title:"Who codes\
 here"},M("person"),o("span",{class:"qc-unseen"},"Coding as "),o("span",{class:"qc-coder-name"},n.coder)),this.listButton=
p("Documents",()=>this.showList(!this.listed,!0),{icon:"list",bare:!0,keys:"g o","aria-controls":this.list.id}),this.themeButton=
p("Colours",()=>this.#f(),{icon:"screen",bare:!0}),this.setTheme(this.theme),this.tab=new Map(B.map(l=>[l.id,o("button",
{type:"button",class:"qc-tab",title:X(l.key),"aria-keyshortcuts":kt(l.key),on:{click:()=>e.go(l.id)}},l.label)])),m(this.
tabs,[...this.tab.values()]),this.hint=o("div",{class:"qc-first"}),this.signIn=o("a",{class:"qc-sign-in",href:`${e.transport.
base??""}/`,target:"_blank",rel:"noopener",hidden:!0},"Sign in"),m(s,o(this.alone?"header":"div",{class:"qc-header"},this.
listButton,o(this.alone?"h1":"h2",{class:"qc-title",title:n.title},n.title),this.tabs,this.status,this.signIn,this.coder,
this.themeButton,p("Keys and help",()=>this.help(),{icon:"help",bare:!0,keys:"?"}),n.role!=="alone"&&this.alone?p("Sign \
out",()=>this.#a(),{icon:"out",bare:!0}):null),this.hint,o("div",{class:"qc-body"},this.list,this.veil,this.main),this.messages.
element),this.alone||(s.setAttribute("role","region"),s.setAttribute("aria-label",`Coding page: ${n.title}`)),this.documents=
new Ot(this.list,e,l=>{this.drawer&&this.showList(!1),l&&(this.main.querySelector(".qc-text")??this.main).focus({preventScroll:!0})}),
this.showList(this.#o()),this.offs.push(e.on("view",()=>this.#t()),e.on("doc",()=>setTimeout(()=>this.#e(!0))),e.on("sta\
tus",()=>this.#r()),e.on("refused",({item:l,error:h})=>{l.quiet||e.say(`Not done (${l.words}): ${h.message}`,"error")}),
this.keys.add([...B.map(l=>({keys:l.key,words:`go to ${l.label}`,run:()=>e.go(l.id),group:"Everywhere"})),{keys:"g o",words:"\
find a document in the list",run:()=>this.showList(!0,!0),group:"Everywhere"},{keys:"g n",words:"open the next document",
run:()=>this.#s(1),group:"Everywhere"},{keys:"g p",words:"open the document before",run:()=>this.#s(-1),group:"Everywher\
e"},{keys:"g x",words:"close messages",run:()=>this.messages.hush(),group:"Everywhere"},{keys:"Escape",words:"close the \
list of documents",when:()=>this.drawer&&this.listed,run:()=>this.showList(!1),typing:!0,group:"Everywhere"},{keys:"Esca\
pe",words:"leave the field, back to the view",run:()=>this.#d(),typing:!0,quiet:!0,group:"Everywhere"},{keys:"Mod+s",words:"\
nothing: all is saved as you do it",run:()=>this.#l(),typing:!0,group:"Everywhere"},{keys:"?",words:"show these keys",run:()=>this.
help(),group:"Everywhere"}])),window.addEventListener("beforeunload",this.leaving),this.alone&&(this.hash=()=>this.#n(),
window.addEventListener("popstate",this.hash)),this.#u();let i=this.alone?Nn(location.hash):null,r=new Set(e.documents.map(
l=>l.document)),c=[i?.params.document,t.document,e.remembered(`last-${n.project}`),e.documents[0]?.document].find(l=>r.has(
l));c&&await e.open(c).catch(l=>e.sorry(l)),this.view||e.go(i?.id??t.view??"code",i?.params??{}),this.#r()}destroy(){for(let t of this.
offs)t();this.view?.shown.destroy(),this.documents?.destroy(),this.messages.destroy(),this.measure.disconnect(),this.keys.
close(),window.removeEventListener("beforeunload",this.leaving),this.hash&&window.removeEventListener("popstate",this.hash),
this.host.replaceChildren()}#t(){let{id:t,params:e}=this.app.view,s=B.find(i=>i.id===t)??B[0];for(let[i,r]of this.tab??[])
i===s.id?r.setAttribute("aria-current","page"):r.removeAttribute("aria-current");if(this.hint&&(this.hint.hidden=s.id!==
B[0].id),this.tab?.get(s.id)?.scrollIntoView({block:"nearest",inline:"nearest"}),this.#e(!0),this.view?.of===s&&this.view.
shown.params){this.view.shown.params(e);return}let n=this.main.contains(document.activeElement);this.view?.shown.destroy(),
this.view=null,this.main.replaceChildren(),this.main.dataset.view=s.id,this.main.setAttribute("aria-label",s.label);try{
this.view={of:s,shown:s.mount(this.main,this.app,e)}}catch(i){console.error(i),m(this.main,o("p",{class:"qc-empty qc-fau\
lt",role:"alert"},`This view could not be shown: ${i.message}`))}(n||document.activeElement===document.body)&&!this.main.
contains(document.activeElement)&&this.main.focus({preventScroll:!0})}#e(t){if(!this.alone||!this.host.isConnected)return;
let{app:e}=this,{id:s,params:n}=e.view,i=B.find(c=>c.id===s)??B[0];document.title=N([i.label,e.doc?.document,e.session.title].
filter(Boolean).join(" · ")),e.doc&&e.remember(`last-${e.session.project}`,e.doc.document);let r=io(i.id,n,e.doc?.document);
location.hash!==r&&(t&&location.hash?history.pushState(null,"",r):history.replaceState(null,"",r))}async#n(){for(let s of this.
host.querySelectorAll("dialog[open]"))s.close();let t=Nn(location.hash);if(!t)return;let{app:e}=this;if(t.params.document&&
t.params.document!==e.doc?.document)try{if((await e.open(t.params.document)).document!==t.params.document)return}catch(s){
e.sorry(s),this.#e(!1);return}e.go(t.id,t.params)}#s(t){let{app:e}=this,s=this.documents?.order?JSON.parse(this.documents.
order).flatMap(([,r])=>r):[],n=s.indexOf(e.opening?.document||e.shown||e.doc?.document),i=s[n+t];!i||n<0?e.say(t>0?"This\
 is the last document of the list.":"This is the first document of the list."):e.show(e.view.id,{document:i})}#i(){let t=this.
host.clientWidth||window.innerWidth,e=t<so?"narrow":t<no?"middle":"wide";if(this.host.dataset.width===e)return;let s=this.
drawer;this.host.dataset.width=e,this.drawer=e==="narrow",this.documents&&s!==this.drawer&&this.showList(this.#o())}#o(){
return!this.drawer&&this.app.remembered("documents-shown",this.alone||this.host.dataset.width==="wide")}showList(t,e=!1){
let s=this.list.contains(document.activeElement);this.listed=t,this.list.hidden=!t,this.veil.hidden=!(t&&this.drawer),this.
main.inert=t&&!!this.drawer,this.listButton?.setAttribute("aria-expanded",String(t)),e&&!this.drawer&&this.app.remember(
"documents-shown",t),t&&e?this.documents?.focus():!t&&s&&this.listButton?.focus(),this.app.emit("resized")}#r(){let{app:t}=this,
e=t.outbox.size,s=e?`${b(e,"change")} kept in this page`:"",n="Saved",i="saved";t.outbox.expired?(n=[t.outbox.why||"Not \
signed in any more",s].filter(Boolean).join("; "),i="lost"):t.outbox.trouble?(n=[`Cannot be saved just now: ${t.outbox.trouble}`,
s].filter(Boolean).join("; "),i="lost"):!t.connected||t.outbox.offline?(n=this.alone?`No connection to the study; ${s?`${s}\
, sent when it is back`:"trying again"}`:`${["The kernel does not answer",s].filter(Boolean).join("; ")}. If it was rest\
arted, run this cell again`,i="lost"):e?(n="Saving …",i="saving"):t.session.read_only&&(n="Read only",i="quiet"),this.
signIn.hidden=!t.outbox.expired||!this.alone,this.status.setAttribute("aria-live",i==="lost"||this.status.dataset.kind===
"lost"?"polite":"off"),this.status.dataset.kind=i,this.status.title=i==="quiet"?`This study cannot be written: ${t.session.
read_only}`:n,this.status.textContent!==n&&(this.status.textContent=n)}#d(){let t=document.activeElement;if(!t?.matches(
"input:not([type=checkbox], [type=radio]), textarea, select")||t.type==="search"&&t.value)return!1;this.main.focus({preventScroll:!0})}#l(){
this.app.say(this.app.saved?"Everything is saved. It is saved as you do it.":"Not everything is saved yet; the line abov\
e says why.")}help(){if(this.host.querySelector(".qc-help"))return;let t=new Map,e=B.find(n=>n.id===this.app.view.id)?.label??
"Here";for(let n of this.keys.list()){let i=n.group??e;t.set(i,[...t.get(i)??[],n])}let s=t.get("Everywhere");t.delete("\
Everywhere"),s&&t.set("Everywhere",s),E(this.app,{title:"Keys and help",class:"qc-help",body:[o("p",null,Tn),o("div",{class:"\
qc-keys-columns"},[...t].map(([n,i])=>o("section",null,o("h3",null,n),o("dl",{class:"qc-keys"},i.map(r=>o("div",null,o("\
dt",null,se(r.keys).map((c,l)=>[l?" or ":null,c.map((h,u)=>[u?" ":null,o("kbd",null,h)])])),o("dd",null,r.words))))))),o(
"p",{class:"qc-hint"},"Keys do nothing while you type in a field; Esc leaves it. Two keys beside each other are pressed \
one after the other. Nothing on this page leaves this machine.")],actions:[],wide:!0})}#u(){if(this.app.remembered("firs\
t-steps"))return;let t=()=>{this.app.remember("first-steps","seen"),this.hint?.replaceChildren(),this.main.focus({preventScroll:!0})};
this.hint&&m(this.hint,o("section",{class:"qc-first-steps","aria-label":"First steps"},o("p",null,Tn),p("All keys",()=>this.
help(),{class:"qc-small"}),p("Got it",t,{class:"qc-small qc-main"})))}setTheme(t){let e=te.includes(t)?t:"auto";if(this.
host.dataset.theme=e,this.theme=e,!this.themeButton)return;let s=`Colours: ${Cn[e]}`;this.themeButton.setAttribute("aria\
-label",s),this.themeButton.title=s,m(this.themeButton,M(eo[e]))}#f(){let t=te[(te.indexOf(this.theme)+1)%te.length];this.
setTheme(t),this.app.remember("theme",t),this.app.say(`Colours: ${Cn[t]}.`)}async#a(){let{app:t}=this;if(!t.saved){t.say(
"Not everything is saved yet; signing out now would lose it.","error");return}try{await t.transport.signOut()}catch(e){t.
sorry(e)}}},Tn="Select words in the text with the mouse, or with the arrow keys and Shift. Then put a code on them: clic\
k it, press its number, or press / and type its name. Everything is saved as you do it, and Ctrl+Z takes it back. Press \
? for all keys.";function io(a,t,e){let{document:s,...n}=t,i=e??s??"",r=new URLSearchParams(Object.entries(n).filter(([,
c])=>c!=null&&typeof c!="object").map(([c,l])=>[c,String(l)]));return`#${a}${i?`/${encodeURIComponent(i)}`:""}${[...r].length?
`?${r}`:""}`}function Nn(a){let t=/^#([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(a);if(!t)return null;let e=Object.fromEntries(
new URLSearchParams(t[3]??""));if(t[2])try{e.document=decodeURIComponent(t[2])}catch{return null}return{id:t[1],params:e}}async function Ln(a,t,e={}){let s=new St(t,a),n=new ee(a,s);return await n.start(e),()=>{n.destroy(),s.close()}}function Tc(){
let a=document.getElementById("qualcode");a&&(a.classList.add("qc-page"),Ln(a,new qt))}var Nc={async render({model:a,el:t}){
t.classList.add("qc-notebook");let e=a.get("height");e&&t.style.setProperty("height",`${e}px`);let s={view:a.get("view")||
void 0,document:a.get("document")||void 0};return await Ln(t,new xt(a),s)}};export{Nc as default,Ln as mount,Tc as mountPage};
