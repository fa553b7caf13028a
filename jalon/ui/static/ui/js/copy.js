// "copy as citation": the button appears where copying is possible
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = button.parentElement.querySelector("[data-copy-source]");
  await navigator.clipboard.writeText(source.textContent.trim());
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  setTimeout(() => { words.textContent = before; }, 2000);
});

document.addEventListener("htmx:afterSwap", (event) => {
  for (const button of event.target.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
});
