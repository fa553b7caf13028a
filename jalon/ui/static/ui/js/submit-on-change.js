// a toolbar answers as soon as a value is chosen; without scripts its button does
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-submit-on-change]");
  if (form && form.reportValidity()) form.requestSubmit();
});
