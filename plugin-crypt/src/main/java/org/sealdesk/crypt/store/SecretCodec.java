package org.sealdesk.crypt.store;

import java.util.Arrays;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;

/** Secret keys to sealed octets and back; what is in the clear between is wiped. */
final class SecretCodec {

    private SecretCodec() {}

    static Octets seal(SecretKeyRecord secret, Sealing sealing) throws KeystoreLocked {
        OctetWriter out = new OctetWriter(secret.encoded().length + 512);
        byte[] place = CertificateKeys.secret(secret.id());
        byte[] plain = {};
        try {
            out.block(secret.encoded()).flag(secret.passphrase().isPresent());
            secret.passphrase().ifPresent(passphrase -> write(out, passphrase));
            plain = out.toArray();
            return sealing.seal(place, plain);
        } finally {
            out.wipe();
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static void write(OctetWriter out, Passphrase passphrase) {
        byte[] utf8 = passphrase.toUtf8();
        out.block(utf8);
        Arrays.fill(utf8, (byte) 0);
    }

    static SecretKeyRecord open(SecretKeyId id, Octets sealed, Sealing sealing) throws KeystoreLocked, KeystoreDamaged {
        byte[] plain = sealing.open(CertificateKeys.secret(id), sealed);
        try {
            OctetReader in = new OctetReader(plain);
            byte[] encoded = in.block();
            return new SecretKeyRecord(id, encoded, in.flag() ? readPassphrase(in) : null);
        } catch (Malformed e) {
            throw new KeystoreDamaged(
                    "Secret key " + id.value().hex() + " is unreadable after unsealing: " + e.getMessage());
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Passphrase readPassphrase(OctetReader in) throws Malformed {
        byte[] utf8 = in.block();
        try {
            return Passphrase.ofUtf8(utf8);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }
}
