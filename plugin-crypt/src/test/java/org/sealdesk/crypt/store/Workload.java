package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.SecretKeyRecord;

/**
 * Changes a store from several lanes at once, each with certificates of its own, and knows afterwards what the store
 * must hold: what was acknowledged; what was refused not at all; what was under way when the power went whole or not at
 * all.
 */
final class Workload {

    /** So small that generations are built and replaced all the time. */
    static final StoreSettings SETTINGS = new StoreSettings(0, 60_000, 400_000, 25, 2);

    private static final int LANES = 3;
    private static final int NUMBERS_OF_A_LANE = 20;

    private final List<Lane> lanes = new ArrayList<>();

    Workload(long seed) {
        for (int i = 0; i < LANES; i++) {
            lanes.add(new Lane(i * NUMBERS_OF_A_LANE, new SplittableRandom(seed + i)));
        }
    }

    private Workload(List<Lane> lanes) {
        this.lanes.addAll(lanes);
    }

    /** What must be in a copy of the store that is made now, while nothing runs. */
    Workload asOfNow() {
        return new Workload(lanes.stream().map(Lane::asOfNow).toList());
    }

    /** @return what the store said when it refused a change; after that the lane waits for another call */
    List<String> run(DurableKeystore store, int rounds) throws Exception {
        List<String> refusals = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<Optional<String>>> running = new ArrayList<>();
            for (Lane lane : lanes) {
                running.add(threads.submit(() -> lane.run(store, rounds)));
            }
            for (Future<Optional<String>> lane : running) {
                lane.get().ifPresent(refusals::add);
            }
        } finally {
            threads.shutdownNow();
        }
        return refusals;
    }

    /** What was under way may count from now on: the store was opened anew. */
    void assertHolds(DurableKeystore store, String when) throws Exception {
        int secrets = 0;
        for (Lane lane : lanes) {
            secrets += lane.assertHeld(store, when);
        }
        assertThat(store.contents().secrets()).as(when).isEqualTo(secrets);
        assertThat(store.own(org.sealdesk.crypt.verdict.Technology.OPENPGP, 1000))
                .as(when)
                .hasSize(secrets);
    }

    /** One thread's certificates. */
    private static final class Lane {
        private final int firstNumber;
        private final SplittableRandom random;
        private Map<Integer, Integer> acknowledged = new HashMap<>();
        private Optional<Map<Integer, Integer>> underWay = Optional.empty();
        private int version;

        Lane(int firstNumber, SplittableRandom random) {
            this.firstNumber = firstNumber;
            this.random = random;
        }

        Lane asOfNow() {
            Lane copy = new Lane(firstNumber, random);
            copy.acknowledged = acknowledged;
            return copy;
        }

        Optional<String> run(DurableKeystore store, int rounds) throws Exception {
            for (int i = 0; i < rounds; i++) {
                Map<Integer, Integer> after = new HashMap<>(acknowledged);
                List<Change> changes = changes(after);
                underWay = Optional.of(after);
                try {
                    store.apply(changes);
                } catch (KeystoreUnavailable e) {
                    return Optional.of(String.valueOf(e.getMessage()));
                }
                acknowledged = after;
                underWay = Optional.empty();
            }
            return Optional.empty();
        }

        private List<Change> changes(Map<Integer, Integer> after) {
            List<Change> changes = new ArrayList<>();
            version++;
            int count = random.nextInt(12) == 0 ? 15 : 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                int number = firstNumber + random.nextInt(NUMBERS_OF_A_LANE);
                if (after.containsKey(number) && random.nextInt(3) == 0) {
                    changes.add(new Change.DeleteCertificate(pgp(number).fingerprint()));
                    changes.add(new Change.DeleteSecret(pgp(number).secretKeyId()));
                    after.remove(number);
                } else {
                    changes.add(new Change.PutCertificate(ChildStore.certificate(number, version), facts()));
                    changes.add(
                            new Change.PutSecret(Synthetic.secret(pgp(number).secretKeyId(), "secret " + number, "p")));
                    after.put(number, version);
                }
            }
            return changes;
        }

        private int assertHeld(DurableKeystore store, String when) throws Exception {
            Map<Integer, Integer> found = new HashMap<>();
            for (int number = firstNumber; number < firstNumber + NUMBERS_OF_A_LANE; number++) {
                version(store, number, when).ifPresent(add(found, number));
            }
            Map<Integer, Integer> possible = acknowledged;
            if (underWay.isPresent() && !found.equals(acknowledged)) {
                possible = underWay.get();
            }
            assertThat(found).as(when + ", acknowledged " + acknowledged).isEqualTo(possible);
            acknowledged = found;
            underWay = Optional.empty();
            return found.size();
        }

        private static java.util.function.Consumer<Integer> add(Map<Integer, Integer> found, int number) {
            return version -> found.put(number, version);
        }

        /** By its indexes and with its secret. */
        private static Optional<Integer> version(DurableKeystore store, int number, String when) throws Exception {
            var stored = store.byFingerprint(pgp(number).fingerprint());
            try (SecretKeyRecord secret = store.open(pgp(number).secretKeyId()).orElse(null)) {
                assertThat(secret != null).as(when).isEqualTo(stored.isPresent());
                assertThat(store.byAddress(Synthetic.address("n" + number + "@example.org")))
                        .as(when)
                        .hasSize(stored.isPresent() ? 1 : 0);
                if (secret == null || stored.isEmpty()) {
                    return Optional.empty();
                }
                assertThat(secret.encoded()).as(when).asString().isEqualTo("secret " + number);
            }
            var certificate = stored.get().certificate();
            int version = Integer.parseInt(certificate.displayName().substring("Version ".length()));
            assertThat(certificate).as(when).isEqualTo(ChildStore.certificate(number, version));
            return Optional.of(version);
        }
    }
}
