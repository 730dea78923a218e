package org.sealdesk.crypt.store;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.octets.Octets;

/** Rows of a few octets beside the certificates: the last entry of the audit log, and days of use. */
final class SmallRows {

    private static final int SHA256_OCTETS = 32;

    private SmallRows() {}

    static byte[] auditHead() {
        return new KeyOctets(Table.AUDIT_HEAD).toArray();
    }

    static byte[] lastUsed(Fingerprint fingerprint) {
        return new KeyOctets(Table.LAST_USED)
                .raw(CertificateKeys.idOf(fingerprint))
                .toArray();
    }

    static void write(OctetWriter out, AuditHead head) {
        out.i64(head.sequence()).raw(head.sha256().toArray());
    }

    static byte[] encode(AuditHead head) {
        OctetWriter out = new OctetWriter(Long.BYTES + SHA256_OCTETS);
        write(out, head);
        return out.toArray();
    }

    static AuditHead readHead(OctetReader in) throws Malformed {
        long sequence = in.i64();
        if (sequence < 0) {
            throw new Malformed("audit entry " + sequence);
        }
        return new AuditHead(sequence, Octets.of(in.raw(SHA256_OCTETS)));
    }

    static AuditHead head(byte[] row, Consumer<String> damage) {
        try {
            return readHead(new OctetReader(row));
        } catch (Malformed e) {
            damage.accept("What the keystore remembers of the audit log is damaged: " + e.getMessage()
                    + ". Verify the audit log; the next change writes it anew.");
            return AuditHead.NONE;
        }
    }

    static void write(OctetWriter out, LastUsed uses) {
        out.list(
                uses.days().entrySet(),
                (o, e) -> o.u8(Codes.USE.of(e.getKey())).i64(e.getValue().toEpochDay()));
    }

    static byte[] encode(LastUsed uses) {
        OctetWriter out = new OctetWriter(64);
        write(out, uses);
        return out.toArray();
    }

    static LastUsed readUses(OctetReader in) throws Malformed {
        Map<LastUsed.Use, LocalDate> days = new EnumMap<>(LastUsed.Use.class);
        int count = in.i32();
        for (int i = 0; i < count; i++) {
            LastUsed.Use use = Codes.USE.value(in.u8());
            try {
                days.put(use, LocalDate.ofEpochDay(in.i64()));
            } catch (DateTimeException e) {
                throw new Malformed("a day out of range");
            }
        }
        return new LastUsed(days);
    }

    /** Days are a hint for people; a damaged row counts as none. */
    static LastUsed uses(byte[] row) {
        try {
            return readUses(new OctetReader(row));
        } catch (Malformed e) {
            return LastUsed.NEVER;
        }
    }
}
