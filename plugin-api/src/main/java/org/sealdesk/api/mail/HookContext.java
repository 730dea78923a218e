package org.sealdesk.api.mail;

import java.time.Instant;
import java.util.Locale;

/**
 * The circumstances of one call.
 *
 * @param deadline when the host will interrupt the thread
 * @param attempt 1 for the first call with this mail id, then rising
 * @param locale of the agent, or of the system
 */
public record HookContext(Instant deadline, int attempt, Locale locale) {}
