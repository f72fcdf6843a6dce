// Signing in: by a link that the server or the lead gave, or by name and password.

const part = (id) => document.getElementById(id);
const come = location.hash; // where the page was asked to open

/** To the page itself. Another path in between: from "/#x" to "/#x" nothing would be loaded anew. */
function open_() {
  try {
    // Pages of this browser that wait to be signed in again go on.
    new BroadcastChannel("qualcode").postMessage("signed in");
  } catch {
    // They look by themselves now and then.
  }
  history.replaceState(null, "", "/signed-in");
  location.replace(`/${come}`);
}

async function ask(address, body) {
  const answer = await fetch(address, {
    method: body ? "POST" : "GET",
    headers: body ? { "Content-Type": "application/json", "X-Qualcode": "1" } : {},
    body: body ? JSON.stringify(body) : undefined,
    credentials: "same-origin",
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error?.found ?? `status ${answer.status}`);
  return said;
}

function sentence(words) {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

async function send(form, body) {
  const button = form.querySelector("button");
  part("fault").textContent = "";
  // Where the eyes are.
  form.append(part("fault"));
  button.disabled = true;
  try {
    await ask("/api/enter", body);
    open_();
  } catch (error) {
    part("fault").textContent = error instanceof TypeError ? "The server does not answer." : sentence(error.message);
    button.disabled = false;
    const first = form.querySelector("input[type=password]");
    first.select();
    first.focus();
  }
}

part("password").addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, { name: part("name").value, password: part("word").value });
});
part("link").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = part("token").value.trim();
  // The whole link may be pasted, or what stands after token=.
  send(event.target, { token: /[?&]token=([^&#\s]+)/.exec(given)?.[1] ?? given });
});

const void_ = new URLSearchParams(location.search).has("token");
if (void_) history.replaceState(null, "", "/");
try {
  const { team, signed_in } = await ask("/api/who");
  // A link on another site leads here although the cookie is there: a browser keeps it back that once.
  if (signed_in && !void_) open_();
  else {
    const begin = void_ ? "This link is not valid, or not any more. " : "";
    part("why").textContent = team
      ? `${begin}Sign in with your name and password, or paste your personal link. Whoever leads the study gives you these, and new ones where they are forgotten or lost.`
      : `${begin}The terminal in which the server was started shows a link. Open that, or paste it here.`;
    document.querySelector("label[for=token]").textContent = team ? "Personal link" : "Link or token";
    part("password").hidden = !team;
    part("link").hidden = false;
    part(team ? "name" : "token").focus();
  }
} catch {
  part("why").textContent = "The server does not answer. Is it still running? Then load this page again.";
}
