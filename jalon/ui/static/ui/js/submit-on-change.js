// a toolbar answers as soon as a value is chosen; without scripts its button does
// a year being typed (0002, 0020 …) is before the first day allowed, so it is not sent half-way
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-submit-on-change]");
  if (form && form.checkValidity()) form.requestSubmit();
});
