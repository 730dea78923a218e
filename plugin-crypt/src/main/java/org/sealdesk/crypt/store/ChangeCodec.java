package org.sealdesk.crypt.store;

import java.util.List;
import org.sealdesk.crypt.key.SecretKeyId;

/** Changes as octets in the journal, and back. The kinds' numbers are on disk: never renumber. */
final class ChangeCodec {

    private static final int PUT_CERTIFICATE = 1;
    private static final int PUT_FACTS = 2;
    private static final int DELETE_CERTIFICATE = 3;
    private static final int PUT_SECRET = 4;
    private static final int DELETE_SECRET = 5;
    private static final int PUT_REVOCATION_LIST = 6;
    private static final int DELETE_REVOCATION_LIST = 7;
    private static final int PUT_AUDIT_HEAD = 8;
    private static final int PUT_USES = 9;

    private ChangeCodec() {}

    static byte[] writeBatch(List<LoggedChange> changes) {
        return new OctetWriter(4096).list(changes, ChangeCodec::write).toArray();
    }

    static List<LoggedChange> readBatch(byte[] batch) throws Malformed {
        OctetReader in = new OctetReader(batch);
        List<LoggedChange> changes = in.list(ChangeCodec::read);
        in.end();
        return changes;
    }

    private static void write(OctetWriter out, LoggedChange change) {
        if (change instanceof LoggedChange.PutCertificate put) {
            out.u8(PUT_CERTIFICATE).block(put.row());
        } else if (change instanceof LoggedChange.PutFacts put) {
            CertificateCodec.writeFingerprint(out.u8(PUT_FACTS), put.fingerprint());
            FactsCodec.write(out, put.facts());
        } else if (change instanceof LoggedChange.DeleteCertificate delete) {
            CertificateCodec.writeFingerprint(out.u8(DELETE_CERTIFICATE), delete.fingerprint());
        } else if (change instanceof LoggedChange.PutSecret put) {
            writeId(out.u8(PUT_SECRET), put.id());
            out.block(put.row().encode());
        } else if (change instanceof LoggedChange.DeleteSecret delete) {
            writeId(out.u8(DELETE_SECRET), delete.id());
        } else if (change instanceof LoggedChange.PutRevocationList put) {
            RevocationListCodec.write(out.u8(PUT_REVOCATION_LIST), put.list());
            out.block(put.encoded());
        } else if (change instanceof LoggedChange.DeleteRevocationList delete) {
            out.u8(DELETE_REVOCATION_LIST).block(delete.issuerName()).block(delete.digest());
        } else if (change instanceof LoggedChange.PutAuditHead put) {
            SmallRows.write(out.u8(PUT_AUDIT_HEAD), put.head());
        } else if (change instanceof LoggedChange.PutUses put) {
            CertificateCodec.writeFingerprint(out.u8(PUT_USES), put.fingerprint());
            SmallRows.write(out, put.uses());
        }
    }

    private static LoggedChange read(OctetReader in) throws Malformed {
        int kind = in.u8();
        return switch (kind) {
            case PUT_CERTIFICATE -> readCertificate(in.block());
            case PUT_FACTS -> new LoggedChange.PutFacts(CertificateCodec.readFingerprint(in), FactsCodec.read(in));
            case DELETE_CERTIFICATE -> new LoggedChange.DeleteCertificate(CertificateCodec.readFingerprint(in));
            case PUT_SECRET -> new LoggedChange.PutSecret(readId(in), SecretRow.decode(in.block()));
            case DELETE_SECRET -> new LoggedChange.DeleteSecret(readId(in));
            case PUT_REVOCATION_LIST -> new LoggedChange.PutRevocationList(RevocationListCodec.read(in), in.octets());
            case DELETE_REVOCATION_LIST -> new LoggedChange.DeleteRevocationList(in.octets(), in.octets());
            case PUT_AUDIT_HEAD -> new LoggedChange.PutAuditHead(SmallRows.readHead(in));
            case PUT_USES -> new LoggedChange.PutUses(CertificateCodec.readFingerprint(in), SmallRows.readUses(in));
            default -> throw new Malformed("change of unknown kind " + kind);
        };
    }

    private static LoggedChange readCertificate(byte[] row) throws Malformed {
        return new LoggedChange.PutCertificate(CertificateCodec.decode(row), row);
    }

    private static void writeId(OctetWriter out, SecretKeyId id) {
        out.u8(Codes.TECHNOLOGY.of(id.technology())).block(id.value());
    }

    private static SecretKeyId readId(OctetReader in) throws Malformed {
        return new SecretKeyId(Codes.TECHNOLOGY.value(in.u8()), in.octets());
    }
}
