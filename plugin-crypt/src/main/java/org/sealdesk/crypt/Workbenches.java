package org.sealdesk.crypt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.audit.AuditReport;
import org.sealdesk.crypt.audit.AuditedCare;
import org.sealdesk.crypt.console.Commands;
import org.sealdesk.crypt.console.Workbench;
import org.sealdesk.crypt.engine.CertificateChecker;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.folder.FolderEvents;
import org.sealdesk.crypt.folder.KeyFolders;
import org.sealdesk.crypt.folder.ScanReport;
import org.sealdesk.crypt.folder.WatchedFolder;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.RestoreReport;
import org.sealdesk.crypt.key.RotationReport;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.message.MessageOpener;
import org.sealdesk.crypt.message.MessageProtector;
import org.sealdesk.crypt.message.ProtectionPlanner;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.seal.ChosenKek;
import org.sealdesk.crypt.seal.KeyFileKek;
import org.sealdesk.crypt.seal.PassphraseKeys;
import org.sealdesk.crypt.store.DurableKeystore;
import org.sealdesk.crypt.store.KekSource;
import org.sealdesk.crypt.store.KeystoreInUse;
import org.sealdesk.crypt.store.MemoryKeystore;
import org.sealdesk.crypt.store.StoreCheck;
import org.sealdesk.crypt.store.StoreFinding;
import org.sealdesk.crypt.store.StoreRestore;
import org.sealdesk.crypt.store.StoreSettings;

/** Workbenches for commands: in memory, in a directory, or the running plugin's own. */
final class Workbenches implements Workbench.Source {

    /** A command is over before this. */
    private static final Duration UNLOCKED_FOR = Duration.ofHours(1);

    private final Core live;
    private final Optional<AuditedCare> care;
    private final KekSource kek;
    private final Path spillDirectory;
    private final KeyFolders folders;
    private final SecureRandom random;

    /**
     * @param care of the running plugin's keystore, if it is on a disk
     * @param kek the host's, for stores in other directories that have no key file
     * @param folders the running plugin's
     */
    Workbenches(
            Core live,
            Optional<AuditedCare> care,
            KekSource kek,
            Path spillDirectory,
            KeyFolders folders,
            SecureRandom random) {
        this.live = live;
        this.care = care;
        this.kek = kek;
        this.spillDirectory = spillDirectory;
        this.folders = folders;
        this.random = random;
    }

    @Override
    public Workbench inMemory(InstantSource clock) {
        Keystore keystore = new MemoryKeystore(clock.withZone(ZoneOffset.UTC), random);
        return new Core(keystore, clock, spillDirectory, UNLOCKED_FOR, random);
    }

    @Override
    public Workbench at(Place place, InstantSource clock) throws IOException, KeystoreUnavailable {
        Files.createDirectories(place.directory());
        DurableKeystore keystore = open(place, clock);
        try {
            return new Core(
                    log(place, keystore, clock), clock, place.directory().resolve(Wiring.SPILL), UNLOCKED_FOR, random);
        } catch (IOException e) {
            keystore.close();
            throw e;
        }
    }

    /** The key file if there is one or a new key is to go there, else the host's. */
    private KekSource kek(Place place) {
        KeyFileKek file = new KeyFileKek(place.keyFile());
        PassphraseKeys passphrases = new PassphraseKeys();
        ChosenKek chosen = new ChosenKek(() -> choice(place, file), passphrases);
        place.passphrase().ifPresent(chosen::offer);
        return chosen;
    }

    private ChosenKek.Choice choice(Place place, KeyFileKek file) {
        if (place.newPassphrase().isPresent()) {
            return new ChosenKek.Choice(Optional.empty(), List.of(file, kek));
        }
        boolean inFile = file.exists() || kek.load().isEmpty();
        return new ChosenKek.Choice(Optional.of(inFile ? file : kek), List.of(inFile ? kek : file));
    }

    private DurableKeystore open(Place place, InstantSource clock) throws KeystoreUnavailable {
        try {
            return DurableKeystore.open(
                    place.directory().resolve(Wiring.KEYSTORE),
                    kek(place),
                    StoreSettings.forHeap(Runtime.getRuntime().maxMemory()),
                    clock.withZone(ZoneOffset.UTC),
                    random);
        } catch (KeystoreInUse e) {
            throw new KeystoreUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public StoreReport inspect(Place place) throws KeystoreUnavailable {
        try {
            return StoreCheck.run(
                    place.directory().resolve(Wiring.KEYSTORE), kek(place), clock().withZone(ZoneOffset.UTC), random);
        } catch (KeystoreInUse e) {
            throw new KeystoreUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public AuditReport verifyAudit(Place place) throws KeystoreUnavailable, IOException {
        StoreCheck.requireStore(place.directory().resolve(Wiring.KEYSTORE));
        try (DurableKeystore keystore = open(place, clock())) {
            return AuditLog.verify(place.directory().resolve(Wiring.AUDIT), keystore.auditHead());
        }
    }

    @Override
    public Workbench.Reindexed reindex(Place place) throws KeystoreUnavailable {
        StoreCheck.requireStore(place.directory().resolve(Wiring.KEYSTORE));
        try (DurableKeystore keystore = open(place, clock())) {
            StoreReport.Contents before = keystore.contents();
            keystore.reindex();
            return new Workbench.Reindexed(
                    before,
                    keystore.contents(),
                    keystore.findings().stream().map(StoreFinding::text).toList());
        }
    }

    @Override
    public ScanReport rescan(
            Workbench bench, Optional<Place> place, List<WatchedFolder> named, List<Passphrase> passphrases)
            throws IOException {
        if (named.isEmpty() && place.isEmpty()) {
            return folders.rescan(passphrases);
        }
        Path memory = place.map(p -> p.directory().resolve(Wiring.FOLDERS))
                .orElseGet(() -> spillDirectory.resolveSibling(Wiring.FOLDERS + "-of-commands"));
        KeyFolders.Target target = new KeyFolders.Target(
                bench.keystore(),
                bench.importer(),
                Commands.AUTHOR,
                bench.clock(),
                Limits.DEFAULT,
                FolderEvents.UNHEARD);
        try (KeyFolders once = KeyFolders.open(() -> named, memory, target)) {
            return once.rescan(passphrases);
        }
    }

    @Override
    public BackupReport backup(Place place, Path file) throws KeystoreUnavailable {
        return recorded(place, care -> care.backup(file, KeystoreCare.Progress.UNWATCHED));
    }

    private interface Work<T> {
        T run(KeystoreCare care) throws KeystoreUnavailable;
    }

    /** In the log of that directory. */
    private <T> T recorded(Place place, Work<T> work) throws KeystoreUnavailable {
        StoreCheck.requireStore(place.directory().resolve(Wiring.KEYSTORE));
        try (DurableKeystore keystore = open(place, clock());
                AuditLog log = log(place, keystore, clock())) {
            return work.run(log.care(keystore).by(Author.of(Commands.AUTHOR, "")));
        } catch (IOException e) {
            throw noLog(place, e);
        }
    }

    private static AuditLog log(Place place, DurableKeystore keystore, InstantSource clock) throws IOException {
        return AuditLog.open(place.directory().resolve(Wiring.AUDIT), keystore, clock, entry -> {});
    }

    private static KeystoreUnavailable noLog(Place place, IOException e) {
        return new KeystoreUnavailable(
                "The audit log in " + place.directory().resolve(Wiring.AUDIT) + " cannot be written: " + e.getMessage()
                        + ".",
                e);
    }

    /** Opened at once, so that whoever restores hears whether its secrets open too. */
    @Override
    public RestoreReport restore(Path file, Place place, RestoreReport.Existing existing) throws KeystoreUnavailable {
        RestoreReport done = StoreRestore.run(file, place.directory().resolve(Wiring.KEYSTORE), existing, clock());
        try (DurableKeystore keystore = open(place, clock());
                AuditLog log = log(place, keystore, clock())) {
            log.record(
                    Author.of(Commands.AUTHOR, ""),
                    AuditEvent.done(
                            "store.restore",
                            file.toString(),
                            "",
                            "up to record " + done.backup().sequence()));
            for (StoreFinding finding : keystore.findings()) {
                done = done.withNote(finding.text());
            }
            return keystore.lockedReason().map(done::withNote).orElse(done);
        } catch (IOException e) {
            throw noLog(place, e);
        }
    }

    @Override
    public Workbench draft(Workbench bench) {
        return new Core(bench.keystore().draft(), bench.clock(), spillDirectory, UNLOCKED_FOR, random);
    }

    @Override
    public void rotateSealingKey(Place place) throws KeystoreUnavailable {
        recorded(place, care -> {
            if (place.newPassphrase().isPresent()) {
                care.rotateSealingKey(place.newPassphrase().get());
            } else {
                care.rotateSealingKey();
            }
            return place;
        });
    }

    @Override
    public RotationReport rotateDataKey(Place place) throws KeystoreUnavailable {
        return recorded(place, KeystoreCare::rotateDataKey);
    }

    @Override
    public Optional<KeystoreCare> care() {
        return care.map(running -> running.by(Author.of(Commands.AUTHOR, "")));
    }

    @Override
    public Optional<Workbench> live() {
        return Optional.of(new Shared(live));
    }

    @Override
    public InstantSource clock() {
        return live.clock();
    }

    /** The plugin's own parts; closing leaves them open. */
    private record Shared(Core core) implements Workbench {
        @Override
        public Keystore keystore() {
            return core.keystore();
        }

        @Override
        public List<KeyReader> readers() {
            return core.readers();
        }

        @Override
        public KeyImporter importer() {
            return core.importer();
        }

        @Override
        public PasswordVault passwords() {
            return core.passwords();
        }

        @Override
        public CertificateChecker checker() {
            return core.checker();
        }

        @Override
        public SecretExporter exporter() {
            return core.exporter();
        }

        @Override
        public MessageOpener opener() {
            return core.opener();
        }

        @Override
        public ProtectionPlanner planner() {
            return core.planner();
        }

        @Override
        public MessageProtector protector() {
            return core.protector();
        }

        @Override
        public InstantSource clock() {
            return core.clock();
        }

        @Override
        public Spill spill() {
            return core.spill();
        }

        @Override
        public Optional<AuditLog> audit() {
            return core.audit();
        }

        @Override
        public void close() {
            core.forgetUnlocked();
        }
    }
}
