import { Convoke } from "../convoke.js";

const [form, mute, leave, people] = ["form", "#mute", "#leave", "#people"].map((s) => document.querySelector(s));
form.onsubmit = async (event) => {
  event.preventDefault();
  try {
    const session = await Convoke.join({ url: form.link.value, name: form.name.value });
    const show = () => people.replaceChildren(...session.participants.map((p) => new Option(p.name)));
    ["participantJoined", "participantLeft", "participantChanged"].forEach((event) => session.on(event, show));
    session.on("ended", ({ reason }) => people.replaceChildren(new Option(reason)));
    mute.onclick = () => (session.muted ? session.unmute() : session.mute());
    session.on("muted", ({ muted }) => (mute.textContent = muted ? "Unmute" : "Mute"));
    leave.onclick = () => session.leave();
    mute.hidden = leave.hidden = false;
    show();
  } catch (error) {
    people.replaceChildren(new Option(error.message));
  }
};
