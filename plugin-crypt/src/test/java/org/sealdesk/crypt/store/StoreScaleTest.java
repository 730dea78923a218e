package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.x509;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore.Filter;
import org.sealdesk.crypt.key.CertificateStore.Page;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.CertificateStore.State;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Measures a large store: {@code -Dtest=StoreScaleTest -Dscale=100000}. Prints; fails only if something is wrong. */
@EnabledIfSystemProperty(named = "scale", matches = "\\d+")
class StoreScaleTest {

    private static final int LOOKUPS = 20_000;

    private final int size = Integer.getInteger("scale", 100_000);
    private final DurableStores stores = new DurableStores();
    private final StoreSettings settings =
            StoreSettings.forHeap(Runtime.getRuntime().maxMemory());
    private final Path directory;

    StoreScaleTest(@TempDir Path base) {
        this.directory = base.resolve("store");
    }

    private static Certificate certificate(int number) {
        return number % 3 == 0 ? x509(number) : pgp(number);
    }

    @Test
    void figures() throws Exception {
        importAll();
        long before = System.nanoTime();
        try (DurableKeystore store = stores.open(directory, settings)) {
            assertThat(store.byFingerprint(certificate(1).fingerprint())).isPresent();
            print("open and first lookup: %d ms", millisSince(before));
            print("heap after GC: %d MiB, files: %d MiB", heapMiB(), filesMiB());
            lookups(store);
            searches(store);
            filters(store);
            singleChanges(store);
        }
    }

    private void importAll() throws Exception {
        int batch = 500;
        try (DurableKeystore store = stores.open(directory, settings)) {
            long start = System.nanoTime();
            long inApply = 0;
            for (int i = 0; i < size; i += batch) {
                List<Change> changes = new ArrayList<>();
                for (int n = i; n < Math.min(size, i + batch); n++) {
                    changes.add(new Change.PutCertificate(certificate(n), facts()));
                }
                long at = System.nanoTime();
                store.apply(changes);
                inApply += System.nanoTime() - at;
            }
            print(
                    "import of %d in batches of %d: %d/s wall, %d/s in apply",
                    size, batch, size * 1000L / millisSince(start), size * 1000L / (inApply / 1_000_000));
            long build = System.nanoTime();
            store.renewGeneration();
            print("last generation: %d ms", millisSince(build));
            assertThat(store.count(Technology.OPENPGP) + store.count(Technology.SMIME))
                    .isEqualTo(size);
        }
    }

    private void lookups(DurableKeystore store) {
        measure(
                "fingerprint",
                n -> store.byFingerprint(certificate(n).fingerprint()).stream().toList());
        measure(
                "any fingerprint",
                n -> store.byAnyFingerprint(certificate(n).fingerprint().value()));
        measure(
                "key id",
                n -> store.byKeyId(pgp(pgpNumber(n)).keys().get(1).fingerprint().keyId()));
        measure(
                "address",
                n -> store.byAddress(certificate(n).addresses().iterator().next()));
        measure(
                "issuer and serial",
                n -> store.byIssuerAndSerial(Synthetic.name("CN=CA"), BigInteger.valueOf(1000L + third(n))));
        measure("public key", n -> store.byPublicKey(certificate(n).primaryKey().publicKeyIdentity()));
        measure(
                "subject key id",
                n -> store.bySubjectKeyIdentifier(x509(third(n))
                        .x509()
                        .orElseThrow()
                        .subjectKeyIdentifier()
                        .orElseThrow()));
        measure(
                "openssl hash",
                n -> store.byOpenSslHash(x509(third(n)).x509().orElseThrow().subjectHash()));
    }

    private static int third(int n) {
        return n - n % 3;
    }

    private static int pgpNumber(int n) {
        return n % 3 == 0 ? n + 1 : n;
    }

    private void measure(String what, IntFunction<List<StoredCertificate>> lookup) {
        long[] nanos = new long[LOOKUPS];
        for (int round = 0; round < 2; round++) {
            Random random = new Random(what.hashCode());
            for (int i = 0; i < LOOKUPS; i++) {
                int number = random.nextInt(size - 2);
                long at = System.nanoTime();
                List<StoredCertificate> found = lookup.apply(number);
                nanos[i] = System.nanoTime() - at;
                assertThat(found).as("%s of %d", what, number).isNotEmpty();
            }
        }
        Arrays.sort(nanos);
        print("%-18s p50 %4d us  p99 %5d us", what, nanos[LOOKUPS / 2] / 1000, nanos[LOOKUPS * 99 / 100] / 1000);
    }

    private void searches(DurableKeystore store) {
        for (String text : List.of("", "person77", "person", "example org", "person example7", "abc")) {
            long best = Long.MAX_VALUE;
            long total = 0;
            for (int round = 0; round < 5; round++) {
                long at = System.nanoTime();
                total = store.find(new Query(Technology.OPENPGP, text, Optional.empty(), Optional.empty(), 50))
                        .total();
                best = Math.min(best, System.nanoTime() - at);
            }
            print("page of 50 for '%s': %d ms, total %d", text, best / 1_000_000, total);
        }
    }

    /** The synthetic certificates are all confirmed; their ends are spread over a thousand days from then on. */
    private void filters(DurableKeystore store) {
        Instant half = Synthetic.NOW.plus(Duration.ofDays(500));
        List<Filter> filters = List.of(
                new Filter(Optional.of(State.GOOD), Optional.empty(), OptionalInt.empty(), half),
                new Filter(Optional.of(State.EXPIRED), Optional.empty(), OptionalInt.empty(), half),
                new Filter(Optional.of(State.EXPIRED), Optional.of(TrustLevel.REJECTED), OptionalInt.empty(), half),
                new Filter(Optional.of(State.REVOKED), Optional.empty(), OptionalInt.empty(), half),
                new Filter(Optional.empty(), Optional.empty(), OptionalInt.of(1), half),
                new Filter(Optional.empty(), Optional.empty(), OptionalInt.of(30), half),
                new Filter(Optional.empty(), Optional.of(TrustLevel.CONFIRMED), OptionalInt.empty(), half),
                // Nothing is both, and neither is rare: the worst that can be asked.
                new Filter(Optional.of(State.EXPIRED), Optional.empty(), OptionalInt.of(300), half));
        for (String text : List.of("", "person77", "person example")) {
            for (Filter filter : filters) {
                long best = Long.MAX_VALUE;
                Page<StoredCertificate> page = new Page<>(List.of(), 0, Optional.empty());
                for (int round = 0; round < 3; round++) {
                    long at = System.nanoTime();
                    page = store.find(
                            new Query(Technology.OPENPGP, text, Optional.empty(), filter, Optional.empty(), 50));
                    best = Math.min(best, System.nanoTime() - at);
                }
                print(
                        "filter %s %s %s '%s': %d ms, %d shown, total %d, next %s",
                        filter.state(),
                        filter.trust(),
                        filter.endingWithin(),
                        text,
                        best / 1_000_000,
                        page.items().size(),
                        page.total(),
                        page.next().isPresent());
            }
        }
    }

    private void singleChanges(DurableKeystore store) throws Exception {
        long[] nanos = new long[500];
        for (int i = 0; i < nanos.length; i++) {
            long at = System.nanoTime();
            store.apply(List.of(new Change.PutCertificate(pgp(size + 3 * i + 1), facts())));
            nanos[i] = System.nanoTime() - at;
        }
        Arrays.sort(nanos);
        print("single durable change: p50 %d us, p99 %d us", nanos[250] / 1000, nanos[494] / 1000);
    }

    private static long heapMiB() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private long filesMiB() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            long octets = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                octets += Files.size(file);
            }
            return octets >> 20;
        }
    }

    private static long millisSince(long nanos) {
        return Math.max(1, (System.nanoTime() - nanos) / 1_000_000);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void print(String format, Object... values) {
        System.out.println("SCALE " + String.format(format, values));
    }
}
