/**
 * The host's web pages. {@link org.sealdesk.harness.web.WebServer} lists all routes; {@link
 * org.sealdesk.harness.web.Guard} stands before each of them; the templates escape by context.
 */
@NullMarked
package org.sealdesk.harness.web;

import org.jspecify.annotations.NullMarked;
