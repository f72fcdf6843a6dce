// The views in the order of their tabs. A view: id, label, key, and mount(host, app, params), which returns
// {destroy(), params?(params) when the same view is gone to with other params}.

import { view as code } from "./code.js";
import { view as codebook } from "./codebook.js";
import { view as compare } from "./compare.js";
import { view as memos } from "./memos.js";
import { view as review } from "./review.js";
import { view as search } from "./search.js";
import { view as tables } from "./tables.js";

export const VIEWS = [code, review, compare, tables, search, codebook, memos];
