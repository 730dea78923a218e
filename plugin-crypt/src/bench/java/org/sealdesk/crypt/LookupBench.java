package org.sealdesk.crypt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.store.BenchCertificates;
import org.sealdesk.crypt.store.DurableKeystore;
import org.sealdesk.crypt.store.KekSource;
import org.sealdesk.crypt.store.StoreSettings;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Lookups in the keystore on disk; p50 and p99 from sampled calls. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx512m")
public class LookupBench {

    private static final int BATCH = 1_000;
    private static final int SAMPLE = 5_000;

    @Param({"10000", "100000"})
    public int certificates;

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Certificate> sample = new ArrayList<>();
    private Path directory = Path.of("");
    private DurableKeystore store;

    // JMH fills it before anybody asks.
    @SuppressWarnings("NullAway")
    public LookupBench() {}

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        directory = Files.createTempDirectory("bench-store");
        store = DurableKeystore.open(
                directory,
                new MemoryKek(),
                StoreSettings.forHeap(Runtime.getRuntime().maxMemory()),
                Clock.systemUTC(),
                new SecureRandom());
        List<Keystore.Change> batch = new ArrayList<>();
        for (int i = 0; i < certificates; i++) {
            batch.add(new Keystore.Change.PutCertificate(
                    BenchCertificates.number(i),
                    CertificateFacts.added(
                            CertificateFacts.Source.ADMINISTRATOR,
                            TrustLevel.UNVERIFIED,
                            Clock.systemUTC().instant())));
            if (batch.size() == BATCH) {
                store.apply(batch);
                batch.clear();
            }
        }
        store.apply(batch);
        store.renewGeneration();
        for (int i = 0; i < SAMPLE; i++) {
            sample.add(BenchCertificates.number(random.nextInt(certificates)));
        }
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        store.close();
        PeerProcess.deleteTree(directory);
    }

    private Certificate any() {
        return sample.get(random.nextInt(SAMPLE));
    }

    @Benchmark
    public Object byAddress() {
        return store.byAddress(any().addresses().iterator().next());
    }

    @Benchmark
    public Object byFingerprint() {
        return store.byFingerprint(any().fingerprint());
    }

    @Benchmark
    public Object byPublicKey() {
        return store.byPublicKey(any().primaryKey().publicKeyIdentity());
    }

    private static final class MemoryKek implements KekSource {
        private Optional<byte[]> kept = Optional.empty();

        @Override
        public Optional<byte[]> load() {
            return kept.map(byte[]::clone);
        }

        @Override
        public void create(byte[] key) {
            kept = Optional.of(key.clone());
        }
    }
}
