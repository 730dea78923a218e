package org.sealdesk.crypt.key;

import org.sealdesk.crypt.octets.Octets;

/**
 * The last entry of the audit log, as the keystore remembers it: with it entries that are cut off the end of the log are
 * missed.
 *
 * @param sequence of the entry; the first is 1
 * @param sha256 of the entry
 */
public record AuditHead(long sequence, Octets sha256) {

    private static final int SHA256_OCTETS = 32;

    /** Before the first entry. */
    public static final AuditHead NONE = new AuditHead(0, Octets.of(new byte[SHA256_OCTETS]));

    public AuditHead {
        if (sequence < 0 || sha256.size() != SHA256_OCTETS) {
            throw new IllegalArgumentException(
                    "audit head " + sequence + " with a digest of " + sha256.size() + " octets");
        }
    }
}
