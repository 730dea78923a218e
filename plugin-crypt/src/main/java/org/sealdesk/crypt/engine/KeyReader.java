package org.sealdesk.crypt.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/** Reads files of keys and certificates. Judges by content, never by the file's name. */
public interface KeyReader {

    /**
     * Everything in a file that this reader understands, in the order found.
     *
     * @param passphrases tried on everything locked; the empty passphrase is always tried too
     * @return empty if nothing in the file is of this technology
     */
    List<Item> read(Octets file, List<Passphrase> passphrases, Instant at, Limits limits);

    /**
     * Facts of a certificate from its octets, as they are at a time.
     *
     * @throws IllegalArgumentException if it is none
     */
    Certificate evaluate(Octets encoded, Instant at);

    /**
     * Joins what we have with what came: new user ids, subkeys, expiry, revocations. X.509 certificates never change.
     *
     * @return {@code stored} itself if there is nothing new
     */
    Certificate merge(Certificate stored, Certificate incoming, Instant at);

    /**
     * Puts together what a program keeps apart: certificates, and files of secret numbers without names.
     *
     * @param files content by name
     * @param passphrases tried on every locked file; stay the caller's
     */
    default AssembledKeys assemble(
            List<Certificate> certificates, Map<String, Octets> files, List<Passphrase> passphrases) {
        return AssembledKeys.NONE;
    }

    /**
     * Whether a certificate's key made a revocation list.
     *
     * @param list DER, as in {@link Item.RevocationList}
     */
    default boolean isSignedBy(Octets list, Certificate issuer) {
        return false;
    }

    /** One thing in a file. */
    sealed interface Item {

        record PublicCertificate(Certificate certificate) implements Item {}

        /**
         * A secret key.
         *
         * @param secret the caller closes it
         * @param certificate its public half, if the file says it (always for OpenPGP)
         * @param opening if no passphrase opened it, an OpenPGP key is kept locked, and a key of any other kind comes as
         *     {@link Failed} with code {@code password.needed} or {@code password.wrong}
         */
        record Secret(SecretKeyRecord secret, Optional<Certificate> certificate, Opening opening) implements Item {

            public enum Opening {
                OPEN,
                /** It is locked, and there was no passphrase to try. */
                UNTRIED,
                /** It is locked, and no passphrase that was given opens all of it. */
                REFUSED;

                /** Of a key that may be locked. */
                public static Opening of(boolean open, List<Passphrase> passphrases) {
                    if (open) {
                        return OPEN;
                    }
                    return passphrases.isEmpty() ? UNTRIED : REFUSED;
                }
            }

            public boolean open() {
                return opening == Opening.OPEN;
            }
        }

        /** An OpenPGP revocation without its certificate; {@code encoded} is the signature packet. */
        record Revocation(Octets encoded, String issuer) implements Item {}

        /** @param encoded DER */
        record RevocationList(RevocationListFacts facts, Octets encoded) implements Item {}

        /**
         * Something that cannot be taken.
         *
         * @param kind as in the command line contract: {@code pgp-secret-key}, {@code x509-private-key}, …
         * @param code {@code password.needed}, {@code password.wrong}, {@code key.weak}, {@code key.mismatch},
         *     {@code format.unsupported}, {@code format.damaged}, {@code limit}
         * @param reason the thing, the rule, the next step, in English
         */
        record Failed(String kind, String code, String reason) implements Item {}
    }
}
