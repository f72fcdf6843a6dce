// A policy without inline scripts needs this line in a file of its own.
import { mountPage } from "/static/page.js";

mountPage();
