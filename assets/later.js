/* What lies below the first screen is drawn once the first screen has been painted, and only then: on the way from one
   page to another (`visit.js` says when). A document that comes from the server is whole from the beginning. The moment
   after the frame is for the pixels: a browser without a graphics card needs the same processor for them. */
import { createElement, startTransition, useEffect, useState } from "react";

const PIXELS = 80;

export const Later = ({ children }) => {
  const [due, setDue] = useState(() => !globalThis.__turning);
  useEffect(() => {
    if (due) return undefined;
    let wait;
    const frame = requestAnimationFrame(() => { wait = setTimeout(() => startTransition(() => setDue(true)), PIXELS); });
    return () => { cancelAnimationFrame(frame); clearTimeout(wait); };
  }, [due]);
  return due ? children : createElement("div", { className: "later" });
};
