// <form data-forget-replies>: signing out leaves nothing half typed behind for the next person at this browser.
import { forgetAll } from "./composer.js";

addEventListener("submit", event => {
  if (event.target.matches?.("[data-forget-replies]")) forgetAll();
});
