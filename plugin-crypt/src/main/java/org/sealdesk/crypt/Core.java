package org.sealdesk.crypt;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.console.Workbench;
import org.sealdesk.crypt.engine.CertificateChecker;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.engine.UnlockedKeys;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.intake.UsabilityCheck;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.message.Engines;
import org.sealdesk.crypt.message.MessageOpener;
import org.sealdesk.crypt.message.MessageProtector;
import org.sealdesk.crypt.message.ProtectionPlanner;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.openpgp.OpenPgpChecker;
import org.sealdesk.crypt.openpgp.OpenPgpEngine;
import org.sealdesk.crypt.openpgp.OpenPgpSecretExporter;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.smime.SmimeChecker;
import org.sealdesk.crypt.smime.SmimeEngine;
import org.sealdesk.crypt.smime.SmimeKeyReader;
import org.sealdesk.crypt.smime.SmimeOptions;
import org.sealdesk.crypt.smime.SmimeSecretExporter;
import org.sealdesk.crypt.verdict.Technology;

/** A keystore with engines and everything that works on mail, without a host. */
final class Core implements Workbench {

    private final Keystore keystore;
    private final Optional<AuditLog> log;
    private final InstantSource clock;
    private final Spill spill;
    private final UnlockedKeys unlocked;
    private final UsabilityCheck usability;
    private final List<KeyReader> readers;
    private final CertificateChecker checker;
    private final SecretExporter exporter;
    private final KeyImporter importer;
    private final PasswordVault passwords;
    private final MessageOpener opener;
    private final ProtectionPlanner planner;
    private final MessageProtector protector;

    /** Takes over the keystore, whose changes nobody records, and closes it. */
    Core(Keystore keystore, InstantSource clock, Path spillDirectory, Duration unlockedFor, SecureRandom random) {
        this(keystore, Optional.empty(), clock, spillDirectory, unlockedFor, random);
    }

    /** Takes over the log and its keystore, and closes both. */
    Core(AuditLog log, InstantSource clock, Path spillDirectory, Duration unlockedFor, SecureRandom random) {
        this(log.keystore(), Optional.of(log), clock, spillDirectory, unlockedFor, random);
    }

    private Core(
            Keystore keystore,
            Optional<AuditLog> log,
            InstantSource clock,
            Path spillDirectory,
            Duration unlockedFor,
            SecureRandom random) {
        this.keystore = keystore;
        this.log = log;
        this.clock = clock;
        this.spill = new Spill(spillDirectory, Spill.DEFAULT_MEMORY_OCTETS, random);
        this.unlocked = new UnlockedKeys(unlockedFor, clock, random);
        Limits limits = Limits.DEFAULT;
        AlgorithmPolicy policy = new AlgorithmPolicy(limits);
        OpenPgpEngine openPgp = new OpenPgpEngine(unlocked, policy, limits, random);
        Engines engines = new Engines(
                openPgp, new SmimeEngine(unlocked, policy, limits, random, SmimeOptions.DEFAULT, keystore, keystore));
        KeyReader openPgpReader = openPgp.keyReader();
        this.usability = UsabilityCheck.by(List.of(engines.openPgp(), engines.smime()));
        this.readers = List.of(openPgpReader, new SmimeKeyReader(SmimeOptions.DEFAULT, limits));
        this.importer = new KeyImporter(keystore, readers, usability, clock, limits);
        this.passwords = new PasswordVault(keystore, openPgpReader, clock, limits);
        CertificateChecker openPgpChecker = new OpenPgpChecker(openPgp);
        CertificateChecker smimeChecker = new SmimeChecker(SmimeOptions.DEFAULT, policy, limits, keystore);
        this.checker = (certificate, request) -> (certificate.technology() == Technology.OPENPGP
                        ? openPgpChecker
                        : smimeChecker)
                .check(certificate, request);
        SecretExporter openPgpExporter = new OpenPgpSecretExporter(random);
        SecretExporter smimeExporter = new SmimeSecretExporter(SmimeOptions.DEFAULT, keystore, limits, random);
        this.exporter = (secret, certificate, passphrase) -> (certificate.technology() == Technology.OPENPGP
                        ? openPgpExporter
                        : smimeExporter)
                .export(secret, certificate, passphrase);
        this.opener = new MessageOpener(engines, keystore, policy, limits, spill);
        this.planner = new ProtectionPlanner(keystore, keystore, engines);
        this.protector = new MessageProtector(engines, keystore, policy, limits, spill, random);
    }

    @Override
    public Keystore keystore() {
        return keystore;
    }

    @Override
    public KeyImporter importer() {
        return importer;
    }

    @Override
    public PasswordVault passwords() {
        return passwords;
    }

    @Override
    public SecretExporter exporter() {
        return exporter;
    }

    @Override
    public MessageOpener opener() {
        return opener;
    }

    @Override
    public ProtectionPlanner planner() {
        return planner;
    }

    @Override
    public MessageProtector protector() {
        return protector;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Spill spill() {
        return spill;
    }

    @Override
    public List<KeyReader> readers() {
        return readers;
    }

    @Override
    public CertificateChecker checker() {
        return checker;
    }

    @Override
    public Optional<AuditLog> audit() {
        return log;
    }

    UsabilityCheck usability() {
        return usability;
    }

    /** Unlocked copies of keys that changed must not outlive the change. */
    void forgetUnlocked() {
        unlocked.clear();
    }

    @Override
    public void close() throws IOException {
        unlocked.close();
        try {
            keystore.close();
            if (log.isPresent()) {
                log.get().close();
            }
        } finally {
            spill.close();
        }
    }
}
