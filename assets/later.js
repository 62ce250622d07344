/* What lies below the first screen is drawn once the first screen has been painted, and only then: on the way from one
   page to another (`visit.js` says when). A document that comes from the server is whole from the beginning. */
import { createElement, startTransition, useEffect, useState } from "react";

export const Later = ({ children }) => {
  const [due, setDue] = useState(() => !globalThis.__turning);
  useEffect(() => {
    if (due) return undefined;
    let wait;
    const frame = requestAnimationFrame(() => { wait = setTimeout(() => startTransition(() => setDue(true))); });
    return () => { cancelAnimationFrame(frame); clearTimeout(wait); };
  }, [due]);
  return due ? children : createElement("div", { className: "later" });
};
