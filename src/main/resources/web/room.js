// Shows the PIN when asked to, and keeps the head count fresh. Without scripts the page still tells what to dial.
const pin = document.getElementById("pin");
if (pin) {
  const hint = document.getElementById("pin-hint");
  const masked = pin.textContent;
  pin.addEventListener("click", () => {
    const shown = pin.textContent === masked;
    pin.textContent = shown ? pin.dataset.pin : masked;
    hint.textContent = shown ? "Click to hide" : "Click to show";
  });
}

const people = document.getElementById("people");
async function count() {
  if (document.hidden) {
    return;
  }
  try {
    const answer = await fetch("/room/" + people.dataset.room + "/people");
    if (answer.ok) {
      people.textContent = (await answer.json()).text;
    }
  } catch {
    // The bridge is away for a moment; the next round asks again.
  }
}
setInterval(count, 5000);
document.addEventListener("visibilitychange", count);
