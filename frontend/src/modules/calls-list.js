// The list of calls stays as it is while somebody ticks calls or writes a tag: what is new comes afterwards.

export function startCallList() {
  document.addEventListener(
    "live",
    (event) => {
      const list = event.target.closest?.("[data-ba-calls]");
      if (!list) return;
      const busy = list.querySelector("tbody input:checked") || list.querySelector("input[name=name]")?.value;
      if (busy) event.stopImmediatePropagation();
    },
    true,
  );
}
