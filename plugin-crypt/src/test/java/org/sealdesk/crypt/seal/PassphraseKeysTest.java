package org.sealdesk.crypt.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.store.PassphraseKdf;
import org.sealdesk.crypt.store.SealingKey;

class PassphraseKeysTest {

    private static final Passphrase RIGHT = Passphrase.of("correct horse battery".toCharArray());

    /**
     * Made with the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32}, a
     * vector of its own test program.
     */
    @Test
    void aKeyIsWhatTheReferenceImplementationMakes() {
        PassphraseKdf kdf = new PassphraseKdf(
                Octets.of("somesalt".getBytes(java.nio.charset.StandardCharsets.US_ASCII)), 65536, 2, 1);
        assertThat(HexFormat.of().formatHex(PassphraseKeys.derive(Passphrase.of("password".toCharArray()), kdf)))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    @Test
    void aProposedPassphraseSealsOnceAndIsForgotten() {
        try (PassphraseKeys keys = new PassphraseKeys()) {
            assertThat(keys.next(new SecureRandom())).isEmpty();
            keys.propose(RIGHT);
            SealingKey first = keys.next(new SecureRandom()).orElseThrow();
            assertThat(keys.next(new SecureRandom())).isEmpty();
            assertThat(keys.derived(first.kdf().orElseThrow()))
                    .as("held, so that nobody is asked again")
                    .hasValueSatisfying(k -> assertThat(k).isEqualTo(first.octets()));
        }
    }

    @Test
    void anOfferOpensWhatItSealedAndAWrongOneDoesNot() {
        SealingKey sealed;
        try (PassphraseKeys keys = new PassphraseKeys()) {
            keys.propose(RIGHT);
            sealed = keys.next(new SecureRandom()).orElseThrow();
        }
        PassphraseKdf kdf = sealed.kdf().orElseThrow();
        try (PassphraseKeys keys = new PassphraseKeys()) {
            assertThat(keys.derived(kdf)).isEmpty();
            keys.offer(Passphrase.of("correct horse batterz".toCharArray()));
            assertThat(keys.derived(kdf)).hasValueSatisfying(k -> assertThat(k).isNotEqualTo(sealed.octets()));
            keys.offer(RIGHT);
            keys.forgetPassphrases();
            assertThat(keys.derived(kdf))
                    .as("the key from the wrong one is gone")
                    .isEmpty();
            keys.offer(RIGHT);
            assertThat(keys.derived(kdf)).hasValueSatisfying(k -> assertThat(k).isEqualTo(sealed.octets()));
        }
    }
}
