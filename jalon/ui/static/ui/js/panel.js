// a figure opens its rows beside the page; closing gives the focus back (the dialog does it)
document.addEventListener("htmx:afterSwap", (event) => {
  const panel = event.target.closest("#panel");
  if (panel && !panel.open) panel.showModal();
});
