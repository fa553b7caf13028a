// a file dropped on the field is chosen in it
for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    const zone = event.target.closest && event.target.closest("[data-file-drop]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("file-drop-over", type === "dragover");
    if (type !== "drop") return;
    const input = zone.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
