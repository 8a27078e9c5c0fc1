// While a button of the mouse or a finger is down nothing on the page may move: what it was put on would not be what it
// is lifted from, and the click would be lost.

const LONGEST_CLICK = 1000; // a scroll bar that is let go of tells nobody
const CLICK_FOLLOWS = 50; // on a touch screen the click comes after the finger is lifted

let lifted = null;
let lift = () => {};

document.addEventListener("pointerdown", () => {
  lift();
  lifted = new Promise((resolve) => { lift = resolve; });
  setTimeout(lift, LONGEST_CLICK);
}, true);
["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, () => setTimeout(lift, CLICK_FOLLOWS), true));

/** Resolves once no button is down and the click, if it was one, has been dealt with. */
export const handIsOff = () => lifted;
