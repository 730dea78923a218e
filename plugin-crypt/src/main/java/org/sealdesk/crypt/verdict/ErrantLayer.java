package org.sealdesk.crypt.verdict;

/**
 * Something cryptographic deeper in the message than its envelope. It is never opened and never lifts the verdict.
 *
 * @param part numbers from the root, {@code 1.2}
 * @param kind as in {@link Layer#kind()}
 * @param visible true if the part is shown as text of the message, false if it is an attachment
 */
public record ErrantLayer(String part, String kind, boolean visible) {}
