package org.sealdesk.crypt.engine;

import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;

/** Writes a secret key for its owner to take away: always locked anew, never in the clear. */
public interface SecretExporter {

    /** Shorter ones are guessed from a file that somebody finds. */
    int MIN_PASSPHRASE_CHARACTERS = 12;

    /**
     * OpenPGP: an armoured secret key. S/MIME: a PKCS#12 file with the certificate and its issuers as far as they are
     * here.
     *
     * @param secret stays the caller's
     * @param certificate whose key it is
     * @param passphrase the new one; stays the caller's
     * @throws EngineRefusal {@code password.short} if the passphrase has fewer characters than
     *     {@link #MIN_PASSPHRASE_CHARACTERS}; {@code key.locked} if a part of the key is locked with a passphrase that is
     *     not kept here; {@code key.mismatch} if the key cannot be read
     */
    Octets export(SecretKeyRecord secret, Certificate certificate, Passphrase passphrase) throws EngineRefusal;

    /** The rule that both kinds share. */
    static void requireLong(Passphrase passphrase) throws EngineRefusal {
        char[] chars = passphrase.toChars();
        int length = Character.codePointCount(chars, 0, chars.length);
        java.util.Arrays.fill(chars, '\0');
        if (length < MIN_PASSPHRASE_CHARACTERS) {
            throw new EngineRefusal(
                    "password.short",
                    "the new passphrase has " + length + " characters, at least " + MIN_PASSPHRASE_CHARACTERS
                            + " are needed: whoever finds the file can try as many as they like");
        }
    }
}
