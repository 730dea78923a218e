package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.secret;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreCare.Seal.Standing;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.seal.PassphraseKeys;
import org.sealdesk.crypt.seal.SealChoice;
import org.sealdesk.crypt.seal.SealChoice.Place;

/** Where the key that seals is kept, and how it moves from one place to another. */
class SealTest {

    private static final String VARIABLE = "SEALDESK_CRYPT_KEY";

    private final StagingKek host = new StagingKek();
    private final Map<String, String> environment = new HashMap<>();
    private final Path directory;
    private final Path keyFile;
    private Place place = Place.HOST;
    private Optional<Path> file;

    SealTest(@TempDir Path work) {
        this.directory = work.resolve("data");
        this.keyFile = work.resolve("store.key");
        this.file = Optional.of(keyFile);
    }

    private static Passphrase right() {
        return Passphrase.of("correct horse battery".toCharArray());
    }

    private static Passphrase wrong() {
        return Passphrase.of("correct horse batterz".toCharArray());
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private DurableKeystore open() throws Exception {
        return DurableKeystore.open(
                directory.resolve("keystore"),
                SealChoice.source(
                        () -> new SealChoice(place, file, VARIABLE),
                        host,
                        directory,
                        environment::get,
                        new PassphraseKeys()),
                DurableStores.SETTINGS,
                Clock.fixed(Synthetic.NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    private static void put(DurableKeystore store, int number) throws Exception {
        try (SecretKeyRecord secret = secret(pgp(number).secretKeyId(), "octets " + number, "p")) {
            store.apply(List.of(new Change.PutCertificate(pgp(number), facts()), new Change.PutSecret(secret)));
        }
    }

    private static void assertOpens(DurableKeystore store, int number) throws Exception {
        assertThat(store.lockedReason()).isEmpty();
        try (SecretKeyRecord secret = store.open(pgp(number).secretKeyId()).orElseThrow()) {
            assertThat(secret.encoded()).asString().isEqualTo("octets " + number);
        }
    }

    private void rotate(DurableKeystore store) throws KeystoreUnavailable {
        if (place == Place.PASSPHRASE) {
            store.rotateSealingKey(right());
        } else {
            store.rotateSealingKey();
        }
    }

    /** From the host's store to each place and on to each other, with a restart after each step. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void theKeyMovesToEveryPlaceAndOnToEveryOther(Place first) throws Exception {
        environment.put(VARIABLE, randomKey());
        try (DurableKeystore store = open()) {
            put(store, 1);
        }
        for (Place next : Place.values()) {
            moveTo(first);
            moveTo(next);
        }
    }

    private void moveTo(Place next) throws Exception {
        if (next == place) {
            return;
        }
        try (DurableKeystore store = open()) {
            unlock(store);
            place = next;
            assertThat(store.seal().standing()).isEqualTo(Standing.ELSEWHERE);
            rotate(store);
            assertThat(store.seal().standing()).isEqualTo(Standing.AS_CHOSEN);
            put(store, 2);
            assertOpens(store, 1);
            store.rotateDataKey();
        }
        try (DurableKeystore store = open()) {
            unlock(store);
            assertOpens(store, 1);
            assertOpens(store, 2);
            assertThat(store.seal().standing()).isEqualTo(Standing.AS_CHOSEN);
            assertThat(store.seal().opensWithPassphrase()).isEqualTo(place == Place.PASSPHRASE);
        }
    }

    private void unlock(DurableKeystore store) throws KeystoreUnavailable {
        if (place == Place.PASSPHRASE) {
            assertThat(store.lockedReason().orElseThrow()).contains("sealed with a passphrase");
            assertThat(store.unlock(right())).isEmpty();
        }
    }

    @Test
    void aWrongPassphraseIsSaidAndTheRightOneStillOpens() throws Exception {
        place = Place.PASSPHRASE;
        try (DurableKeystore store = open()) {
            assertThat(store.lockedReason().orElseThrow()).contains("none was given");
            assertThat(store.unlock(right()))
                    .as("a new store takes the first one")
                    .isEmpty();
            put(store, 1);
        }
        try (DurableKeystore store = open()) {
            assertThat(store.unlock(wrong()).orElseThrow())
                    .contains("passphrase is not the one")
                    .doesNotContain("horse");
            assertThat(store.unlock().orElseThrow()).contains("has not been given");
            assertThat(store.unlock(right())).isEmpty();
            assertOpens(store, 1);
            assertThat(store.unlock(wrong())).as("nothing to unlock").isEmpty();
            put(store, 2);
            store.rotateDataKey();
            assertOpens(store, 2);
        }
    }

    /** The two files of data keys are written one after the other; a kill may leave one of either kind. */
    @ParameterizedTest
    @ValueSource(strings = {RingFile.NAME, RingFile.COPY})
    void aKillBetweenTheTwoFilesLeavesAStoreThatOpens(String left) throws Exception {
        Path ring = directory.resolve("keystore").resolve(left);
        byte[] before;
        try (DurableKeystore store = open()) {
            put(store, 1);
            before = Files.readAllBytes(ring);
            place = Place.PASSPHRASE;
            store.rotateSealingKey(right());
        }
        Files.write(ring, before);
        try (DurableKeystore store = open()) {
            assertOpens(store, 1);
            assertThat(store.seal().standing()).isEqualTo(Standing.ELSEWHERE);
            rotate(store);
        }
        place = Place.HOST;
        try (DurableKeystore store = open()) {
            assertThat(store.unlock(right())).isEmpty();
            before = Files.readAllBytes(ring);
            rotate(store);
        }
        Files.write(ring, before);
        try (DurableKeystore store = open()) {
            assertOpens(store, 1);
            assertThat(store.seal().standing()).isEqualTo(Standing.AS_CHOSEN);
        }
    }

    @Test
    void theEnvironmentTakesTwoVariablesForANewKey() throws Exception {
        place = Place.ENVIRONMENT;
        environment.put(VARIABLE, randomKey());
        try (DurableKeystore store = open()) {
            put(store, 1);
            assertThatThrownBy(store::rotateSealingKey)
                    .isInstanceOf(KeystoreUnavailable.class)
                    .hasMessageContaining("seals the keystore already")
                    .hasMessageNotContaining(environment.get(VARIABLE));
        }
        environment.put(VARIABLE + "_PREVIOUS", environment.put(VARIABLE, randomKey()));
        try (DurableKeystore store = open()) {
            assertOpens(store, 1);
            assertThat(store.seal().standing()).isEqualTo(Standing.ELSEWHERE);
            store.rotateSealingKey();
        }
        environment.remove(VARIABLE + "_PREVIOUS");
        try (DurableKeystore store = open()) {
            assertOpens(store, 1);
        }
        environment.put(VARIABLE, "no key");
        try (DurableKeystore store = open()) {
            assertThat(store.lockedReason().orElseThrow())
                    .contains(VARIABLE, "holds no key", "openssl rand")
                    .doesNotContain("\"no key\"");
        }
        environment.remove(VARIABLE);
        try (DurableKeystore store = open()) {
            assertThat(store.lockedReason().orElseThrow()).contains("not at hand");
        }
    }

    @Test
    void aNewStoreWithoutItsVariableStaysLockedAndMakesNothing() throws Exception {
        place = Place.ENVIRONMENT;
        try (DurableKeystore store = open()) {
            assertThat(store.lockedReason().orElseThrow()).contains(VARIABLE + " is not set");
        }
        assertThat(directory.resolve("keystore").resolve(RingFile.NAME)).doesNotExist();
    }

    @Test
    void aChoiceThatCannotBeKeptToLocksNothing() throws Exception {
        try (DurableKeystore store = open()) {
            put(store, 1);
        }
        place = Place.FILE;
        for (Optional<Path> bad : List.of(
                Optional.<Path>empty(),
                Optional.of(Path.of("relative.key")),
                Optional.of(directory.resolve("inside.key")))) {
            file = bad;
            try (DurableKeystore store = open()) {
                assertOpens(store, 1);
                assertThat(store.seal().standing()).isEqualTo(Standing.ELSEWHERE);
                assertThatThrownBy(store::rotateSealingKey)
                        .isInstanceOf(KeystoreUnavailable.class)
                        .hasMessageContaining("file");
                assertOpens(store, 1);
            }
        }
    }

    @Test
    void aKeyThatVanishesIsSaidBeforeTheNextStart() throws Exception {
        place = Place.FILE;
        try (DurableKeystore store = open()) {
            put(store, 1);
            Files.delete(keyFile);
            assertThat(store.seal().standing()).isEqualTo(Standing.LOST);
            assertOpens(store, 1);
        }
    }

    @Test
    void aHostileFileAsksForNoMemory() {
        for (PassphraseKdf kdf : List.of(
                new PassphraseKdf(Octets.of(new byte[16]), 2 * 1024 * 1024, 3, 4),
                new PassphraseKdf(Octets.of(new byte[16]), 65536, 1_000_000, 4),
                new PassphraseKdf(Octets.of(new byte[16]), 65536, 3, 1000),
                new PassphraseKdf(Octets.of(new byte[16]), 7, 3, 1),
                new PassphraseKdf(Octets.of(new byte[3]), 65536, 3, 4))) {
            RingFile.Wrapped wrapped = new RingFile.Wrapped(1, Synthetic.NOW, Octets.of(new byte[60]));
            RingFile ring = new RingFile(
                    new StoreId(Octets.of(new byte[StoreId.OCTETS])),
                    Optional.of(kdf),
                    Octets.of(new byte[28]),
                    List.of(wrapped));
            assertThatThrownBy(() -> RingFile.decode(ring.encode()))
                    .isInstanceOf(Malformed.class)
                    .hasMessageContaining("Argon2id");
        }
    }
}
