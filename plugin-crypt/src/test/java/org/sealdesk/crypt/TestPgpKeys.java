package org.sealdesk.crypt;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.SignatureParameters;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/** OpenPGP keys of version 4 for tests that must do without gpg. */
final class TestPgpKeys {

    static final Instant BORN = Instant.parse("2026-01-01T00:00:00Z");

    private TestPgpKeys() {}

    /** A key for Ed25519 and X25519 without a passphrase. */
    static OpenPGPKey key(String userId) {
        return key(userId, BORN);
    }

    static OpenPGPKey key(String userId, Instant born) {
        try {
            return new BcOpenPGPApi()
                    .generateKey(4, Date.from(born), false)
                    .ed25519x25519Key(userId)
                    .build();
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key that ends after a while. */
    static OpenPGPKey key(String userId, Instant born, Duration lives) {
        SignatureParameters.Callback ends = SignatureParameters.Callback.Util.modifyHashedSubpackets(s -> {
            s.setKeyExpirationTime(lives.toSeconds());
            return s;
        });
        try {
            return new BcOpenPGPApi()
                    .generateKey(4, Date.from(born), false)
                    .withPrimaryKey(g -> g.generateEd25519KeyPair(), ends)
                    .addUserId(userId, ends)
                    .addEncryptionSubkey(g -> g.generateX25519KeyPair())
                    .build();
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    static String armour(OpenPGPKey key) {
        try {
            return key.toAsciiArmoredString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String certificate(OpenPGPKey key) {
        try {
            return key.toCertificate().toAsciiArmoredString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
