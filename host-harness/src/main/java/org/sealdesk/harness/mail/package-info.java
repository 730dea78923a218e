/**
 * The way of a mail through the host. {@link org.sealdesk.harness.mail.Intake} brings one in, {@link
 * org.sealdesk.harness.mail.Dispatch} sends one out; both call the plugin's hooks through {@link
 * org.sealdesk.harness.mail.HookCalls}. Incoming fails visible, outgoing fails closed.
 */
@NullMarked
package org.sealdesk.harness.mail;

import org.jspecify.annotations.NullMarked;
