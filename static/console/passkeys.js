// Makes a passkey, or logs in with one: forms with data-passkey ask the server what to sign, the
// browser signs, and the form is sent with the answer.

const { PublicKeyCredential: key } = window;

async function sign(form) {
  const answer = await fetch(form.dataset.question, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error(await answer.text());
  const asked = await answer.json();
  return form.dataset.passkey === "make"
    ? navigator.credentials.create({ publicKey: key.parseCreationOptionsFromJSON(asked) })
    : navigator.credentials.get({ publicKey: key.parseRequestOptionsFromJSON(asked) });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !key?.parseCreationOptionsFromJSON;
  const said = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await sign(form));
      form.submit();
    } catch (error) {
      const declined = error.name === "NotAllowedError";
      said.textContent = declined ? "No passkey was used. Try again." : error.message.slice(0, 200);
    }
  });
}
