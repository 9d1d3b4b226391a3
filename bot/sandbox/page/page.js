/* What only the browser knows: where the focus is, which keys are held together, and whether it is night. */
window.demo = (() => {
  const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), ' +
    'textarea:not([disabled]), summary, [tabindex]:not([tabindex="-1"])';
  const MODAL = '.veil:not(.hidden) .modal';
  const seen = (el) => el.getClientRects().length > 0;
  const stops = (place) => [...place.querySelectorAll(FOCUSABLE)].filter((el) => el.tabIndex >= 0 && seen(el));
  const called = (el) => el.getAttribute('aria-label') || el.textContent;

  /* Focus: a dialog keeps it, and gives it back where it was, or to what is called the same there by then. */
  let last = null;
  document.addEventListener('focusin', ({ target }) => {
    if (target.closest('.veil, .q-menu, .q-dialog')) return;
    last = { el: target, row: target.closest('.message-row, .block-row, .shortcuts')?.id, name: called(target) };
    const modal = document.querySelector(MODAL);  // a menu that shuts gives the focus back, over its head
    modal?.focus();
    if (modal) enter(modal);
  });
  const covers = () => matchMedia('(max-width: 1000px)').matches;
  const usable = (el) => el && el.isConnected && !el.disabled && seen(el);
  function whereItWas() {
    if (usable(last?.el)) return last.el;
    const row = last?.row && document.getElementById(last.row);
    const twin = row && stops(row).find((el) => called(el) === last.name);
    return twin || [...document.querySelectorAll('.composer-field textarea')].find(seen) ||
      document.querySelector('.home:not(.hidden) .kit button');
  }
  const isLost = () => !document.activeElement || document.activeElement === document.body;

  /* A modal opens in its first field, as soon as that is there; a list there opens when one types or presses. */
  let arriving = false;
  let first = null;
  function opened({ el: frame }) {
    if (!frame.contains(document.activeElement)) frame.focus();
    enter(frame);
    new MutationObserver(() => stay(frame)).observe(frame, { childList: true, subtree: true });
    new ResizeObserver(() => enter(frame)).observe(frame);  // what is there may have no place on the screen yet
  }
  function enter(frame) {
    const body = frame.querySelector('.modal-body');
    if (document.activeElement !== frame || !body) return;
    const field = [...body.querySelectorAll('input:not([type=hidden]), textarea')].find(usable);
    if (!field || field.getBoundingClientRect().bottom > body.getBoundingClientRect().bottom) return;
    arriving = true;
    field.focus({ preventScroll: true });
    arriving = false;
    first = field;
  }
  /* The form that is waited for may be drawn just when its first field had the focus, and takes it away. */
  function stay(frame) {
    if (isLost() && first && !first.isConnected) frame.focus();
    enter(frame);
  }
  const isArriving = () => arriving;
  function closed() {
    setTimeout(() => {
      if (!document.querySelector(MODAL) && isLost()) whereItWas()?.focus();
    });
  }

  function cycle(event, dialog) {
    const all = stops(dialog);
    const at = all.indexOf(document.activeElement);
    const outside = !dialog.contains(document.activeElement);
    if (!all.length || (!outside && at > 0 && at < all.length - 1)) return;
    if (event.shiftKey ? at <= 0 : outside || at === all.length - 1) {
      event.preventDefault();
      all.at(event.shiftKey ? -1 : 0)?.focus();
    }
  }
  /* What covers the page on a small screen: the list of channels, or what stands at the right. */
  function shut() {
    const shade = document.querySelector('.menu-open .shade');
    if (shade) {
      shade.click();
      document.querySelector('.menu-button')?.focus();
    } else if (covers()) {
      document.querySelector('.panel:not(.hidden) .modal-x')?.click();
    }
  }
  function walk(event, menu) {
    const all = stops(menu);
    const at = all.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? all.length - 1 : at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || !all.length) return;
    event.preventDefault();
    all.at(next % all.length).focus();
  }
  document.addEventListener('keydown', (event) => {
    const menu = document.querySelector('.q-menu');
    if (menu) return walk(event, menu);
    const asked = document.querySelector('.confirm');
    const dialog = asked || document.querySelector(MODAL);
    if (event.defaultPrevented) return;
    if (!dialog) return event.key === 'Escape' ? shut() : undefined;
    if (event.key === 'Tab') cycle(event, dialog);
    if (asked) return;
    if (event.key === 'Escape') dialog.querySelector('.modal-foot .back')?.click();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      dialog.querySelector('.modal-foot .primary:not([disabled])')?.click();
    }
  });

  /* Night and day: as the computer has it, until somebody chooses. */
  const night = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  function paint() {
    const isDark = (chosen() ?? (night.matches ? 'dark' : 'light')) === 'dark';
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    document.querySelectorAll('.theme-switch').forEach((el) => el.setAttribute('aria-pressed', isDark));
  }
  function turn() {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem('theme', next); } catch { /* then it lasts as long as the page */ }
    document.documentElement.dataset.theme = next;
    paint();
  }
  night.addEventListener('change', paint);
  paint();

  /* Where panels cover the page, what is chosen in one takes it away. */
  function uncover(event) {
    if (covers()) event.target.closest('.panel')?.querySelector('.modal-x')?.click();
  }

  document.addEventListener('click', ({ target }) => {
    const line = target.closest('.sidebar button:not([aria-pressed])');  // a place to go to, and no panel
    if (line && covers()) document.querySelector('.panel:not(.hidden) .modal-x')?.click();
  });

  return { opened, closed, isArriving, paint, turn, uncover };
})();
