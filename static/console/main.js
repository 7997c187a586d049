// What a page of the console loads: each module looks for what it serves and is silent without it.
import "./ages.js";
import "./alerts.js";
import "./composer.js";
import "./keys.js";
import "./more.js";
import "./presence.js";
import "./refresh.js";
import "./tools.js";
import "./live.js";
