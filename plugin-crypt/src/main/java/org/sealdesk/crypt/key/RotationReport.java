package org.sealdesk.crypt.key;

/**
 * What a rotation of the data key did.
 *
 * @param resealed secrets that were sealed anew
 * @param unreadable secrets whose seal is broken; they stay as they are
 * @param dataKeys that are left: 1 if all older ones could go
 */
public record RotationReport(long resealed, long unreadable, int dataKeys) {}
