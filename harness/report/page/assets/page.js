"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const calls = JSON.parse(find("index").textContent).map((call) => ({ ...call, element: find(call.id) }));
  const box = find("filter");

  // --- the filter: every term must hold; what names no field is looked for in the words of the call ---------------
  const OF_CALLS = { any: (call) => call.call !== "" && call.standing !== "removed", none: (call) => call.call === "" };
  const FIELDS = {
    rule: (call, value) => call.rules.some((rule) => rule.toLowerCase().startsWith(value)),
    outcome: (call, value) => call.outcome.startsWith(value),
    severity: (call, value) => call.severities.includes(value),
    call: (call, value) => (Object.hasOwn(OF_CALLS, value) ? OF_CALLS[value](call) : call.call.includes(value)),
    diff: (call, value) => (value === "any" ? call.standing !== "" : call.standing === value),
  };

  const term = (text) => {
    const [, field, value] = /^(\w+):(.*)$/.exec(text) ?? [];
    if (!Object.hasOwn(FIELDS, field ?? "")) return (call) => call.text.includes(text);
    return value ? (call) => FIELDS[field](call, value) : () => true; // its value is yet to be typed
  };

  // as the index has it: of a member or a header `name:value`, without what JSON sets around it
  const words = (text) =>
    text
      .toLowerCase()
      .replaceAll(/"\s*:\s*"?/g, ":")
      .replaceAll(/["{}[\],<>]/g, " ")
      .split(/\s+/)
      .filter(Boolean);

  const unknown = (text) => {
    const field = /^(\w+):/.exec(text)?.[1];
    return field && !Object.hasOwn(FIELDS, field) ? field : undefined;
  };

  const shownCalls = () => calls.filter((call) => !call.element.hidden).map((call) => call.element);
  const unfold = find("unfold");
  const label = () => {
    const shown = shownCalls();
    unfold.textContent = shown.length && shown.every((call) => call.open) ? "Close all" : "Open all";
  };
  let labelling;
  const labelSoon = () => {
    cancelAnimationFrame(labelling);
    labelling = requestAnimationFrame(label); // all that a click opens is one frame
  };

  const apply = () => {
    const asked = words(box.value);
    const terms = asked.map(term);
    let shown = 0;
    for (const call of calls) {
      const fits = terms.every((holds) => holds(call));
      if (call.element.hidden === fits) call.element.hidden = !fits;
      shown += fits;
    }
    const field = asked.map(unknown).find(Boolean);
    find("none").textContent = `No call is like that.${field ? ` “${field}” is no field: ${Object.keys(FIELDS).join(", ")} are.` : ""}`;
    find("none").hidden = shown > 0;
    label();
    find("count").textContent = `${shown} of ${calls.length} shown`;
  };

  // --- the address: #q=FILTER&at=ANCHOR, or #ANCHOR alone ---------------------------------------------------------
  const told = () => {
    const hash = location.hash.slice(1);
    if (!hash) return { at: "", filter: "" };
    if (!/^(q|at)=/.test(hash)) return { at: hash, filter: null }; // an anchor of ours needs no decoding
    const fields = new URLSearchParams(hash);
    return { at: fields.get("at") ?? "", filter: fields.get("q") ?? "" };
  };

  let waiting;
  const address = (filter, at) => {
    clearTimeout(waiting);
    const fields = [filter && `q=${encodeURIComponent(filter).replaceAll("%3A", ":")}`, at && `at=${encodeURIComponent(at)}`];
    const hash = filter ? fields.filter(Boolean).join("&") : at;
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  };

  const reveal = (element) => {
    for (let each = element; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    for (const call of document.querySelectorAll(".target")) call.classList.remove("target");
    element.classList.add("target");
    const summary = element.closest(".call, .rule")?.querySelector("summary");
    const scroll = () => element.scrollIntoView({ block: element.matches(".call, section") ? "start" : "center" });
    scroll();
    requestAnimationFrame(scroll); // what was not laid out before has its size only now
    (summary ?? element).focus({ preventScroll: true }); // where j, k and Enter go on
  };

  const arrive = () => {
    const { at, filter } = told();
    if (filter !== null) box.value = filter;
    apply();
    const element = at && find(at);
    if (!element) {
      if (filter !== null && location.hash) {
        find("calls").scrollIntoView();
        address(filter, "");
      }
      return;
    }
    if (element.closest(".call")?.hidden) {
      box.value = "";
      apply();
    }
    address(box.value, at);
    reveal(element);
  };

  box.addEventListener("input", () => {
    apply();
    clearTimeout(waiting);
    waiting = setTimeout(() => address(box.value, ""), 200); // on a large page it takes longer than the filter
  });
  addEventListener("hashchange", arrive);

  // --- keys -------------------------------------------------------------------------------------------------------
  const step = (by) => {
    const shown = shownCalls();
    const at = shown.indexOf(document.activeElement?.closest(".call"));
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1)];
    next?.querySelector("summary").focus();
  };

  const KEYS = {
    "/": () => box.focus(),
    j: () => step(1),
    k: () => step(-1),
  };
  const ARROWS = { ArrowDown: KEYS.j, ArrowUp: KEYS.k };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && (event.target === box || box.value)) {
      box.value = "";
      address("", "");
      apply();
      box.blur();
      return;
    }
    if (event.target === box) return;
    const onCall = event.target.matches?.(".call > summary");
    const act = KEYS[event.key] ?? (onCall ? ARROWS[event.key] : undefined);
    if (act) {
      event.preventDefault();
      act();
    }
  });

  // --- folding, printing ------------------------------------------------------------------------------------------
  unfold.addEventListener("click", () => {
    const open = shownCalls().some((call) => !call.open);
    for (const call of shownCalls()) call.open = open;
    label();
  });
  addEventListener("toggle", (event) => event.target.matches(".call") && labelSoon(), true);

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...shownCalls(), ...document.querySelectorAll(".notes, .rule")].filter((each) => !each.open);
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });

  // --- light and dark ---------------------------------------------------------------------------------------------
  const theme = find("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = (name) => {
    try {
      if (name) localStorage.setItem("redial-theme", name);
      return localStorage.getItem("redial-theme");
    } catch {
      return name; // a browser may refuse a page from disk any memory
    }
  };
  const paint = (name) => {
    if (name) document.documentElement.dataset.theme = name;
    theme.setAttribute("aria-pressed", String((name ?? (system.matches ? "dark" : "light")) === "dark"));
  };
  theme.addEventListener("click", () => {
    const name = theme.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    chosen(name);
    paint(name);
  });
  system.addEventListener("change", () => paint(document.documentElement.dataset.theme));
  paint(chosen());

  document.querySelector(".filter").hidden = theme.hidden = false;
  arrive();
  // a browser goes to the fragment itself once all is there, and takes the focus away: have the last word
  const settle = () => {
    const element = find(told().at);
    if (element && document.activeElement !== box) reveal(element);
  };
  addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(settle)));
})();
