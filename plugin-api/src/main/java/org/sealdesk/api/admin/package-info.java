/**
 * Admin pages as view models. A plugin says what is on a page, the host draws it: no markup, style or script crosses
 * the border, so a plugin cannot break a host's page and every host keeps its own look.
 */
@NullMarked
package org.sealdesk.api.admin;

import org.jspecify.annotations.NullMarked;
