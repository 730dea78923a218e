/**
 * Pages for the people outside whom the host serves: the host's own area for contacts shows them, drawn from the same
 * view models as admin pages.
 */
@NullMarked
package org.sealdesk.api.contact;

import org.jspecify.annotations.NullMarked;
