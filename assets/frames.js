/* What stands around the pages of the shop stays from page to page: it is drawn once, around whatever page is shown.
   Pages of other kinds (`others` fits their paths) bring their own surroundings; so does the document from the server,
   which stands there whole until the first page's code has come. */
import { createContext, createElement, useContext } from "react";
import { UNSAFE_DataRouterStateContext, useLocation } from "react-router";

// the built document is cut open for the server's first paint, which has a frame of its own
const BUILDING = typeof document === "undefined";
const Shown = createContext(null);

export const Slot = () => useContext(Shown);

export const Frames = ({ others, children: [frame, page] }) => {
  const { pathname } = useLocation();
  const ready = useContext(UNSAFE_DataRouterStateContext)?.initialized;
  if (BUILDING || !ready || new RegExp(others).test(pathname)) return page;
  return createElement(Shown.Provider, { value: page }, frame);
};
