// Everything the desk's pages need in the browser, in one <script type="module">.
import "./relative-time.js";
import "./local-time.js";
import "./composer.js";
import "./long-text.js";
import "./schedule.js";
import "./thread.js";
import "./day-line.js";
import "./open-menu.js";
import "./keyboard.js";
import "./shortcuts.js";
import "./reconnect.js";
import "./hidden-tab.js";
import "./offline-clicks.js";
import "./inbox-alert.js";
import "./sign-out.js";
import "./kept-text.js";
import "./copy.js";
