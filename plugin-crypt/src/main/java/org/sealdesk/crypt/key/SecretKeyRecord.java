package org.sealdesk.crypt.key;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A secret key as it lies in the store, in the clear while somebody works with it: close it soon.
 *
 * <p>OpenPGP: the binary packets of the transferable secret key (RFC 9580, section 10.2), usually still locked with its
 * owner's passphrase, and that passphrase if we have it. S/MIME: PKCS#8 PrivateKeyInfo (RFC 5958), not encrypted; the
 * store's sealing protects it.
 */
public final class SecretKeyRecord implements AutoCloseable {

    private final SecretKeyId id;
    private final byte[] encoded;
    private final @Nullable Passphrase passphrase;

    /** Takes both over and wipes them when closed. */
    public SecretKeyRecord(SecretKeyId id, byte[] encoded, @Nullable Passphrase passphrase) {
        this.id = id;
        this.encoded = encoded;
        this.passphrase = passphrase;
    }

    public SecretKeyId id() {
        return id;
    }

    /** The octets themselves, not a copy; wiped by {@link #close()}. */
    public byte[] encoded() {
        return encoded;
    }

    public Optional<Passphrase> passphrase() {
        return Optional.ofNullable(passphrase);
    }

    @Override
    public void close() {
        Arrays.fill(encoded, (byte) 0);
        if (passphrase != null) {
            passphrase.close();
        }
    }

    @Override
    public String toString() {
        return "SecretKeyRecord[" + id.technology() + "]";
    }
}
