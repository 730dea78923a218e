package org.sealdesk.crypt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.admin.AdminPages;
import org.sealdesk.api.contact.ContactPages;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.api.host.PluginHost;
import org.sealdesk.api.host.ScheduledTasks;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.crypt.admin.AdminParts;
import org.sealdesk.crypt.admin.ConfigurationErrors;
import org.sealdesk.crypt.admin.ContactPage;
import org.sealdesk.crypt.admin.CryptSettings;
import org.sealdesk.crypt.admin.FolderDesk;
import org.sealdesk.crypt.admin.FolderProblems;
import org.sealdesk.crypt.admin.KeystoreDesk;
import org.sealdesk.crypt.admin.SealProblems;
import org.sealdesk.crypt.audit.AuditEntry;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.console.Commands;
import org.sealdesk.crypt.folder.KeyFolders;
import org.sealdesk.crypt.hook.Articles;
import org.sealdesk.crypt.hook.IncomingMails;
import org.sealdesk.crypt.hook.OutgoingMails;
import org.sealdesk.crypt.hook.ReportMapper;
import org.sealdesk.crypt.hook.WaitingMails;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.message.KeyUses;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.seal.PassphraseKeys;
import org.sealdesk.crypt.seal.SealChoice;
import org.sealdesk.crypt.store.DurableKeystore;
import org.sealdesk.crypt.store.KeystoreInUse;
import org.sealdesk.crypt.store.StoreSettings;
import org.sealdesk.crypt.text.BundleTexts;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the plugin together: the only place that knows every part. */
final class Wiring {

    static final String KEYSTORE = "keystore";
    static final String SPILL = "spill";
    static final String FOLDERS = "folders";
    static final String AUDIT = "audit";
    private static final String WAITING = "waiting";

    /** So much of what is noted is lost if the process is killed. */
    private static final Duration USES_EVERY = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final String BY = "crypt 1.0.0";

    private final Core core;
    private final CryptSettings settings;
    private final BundleTexts bundles = BundleTexts.load();
    private final KeyUses uses;
    private final IncomingMails incoming;
    private final WaitingMails waiting;
    private final OutgoingMails outgoing;
    private final Commands commands;
    private final AdminPages pages;
    private final ContactPages contactPage;
    private final ConfigurationErrors errors;
    private final KeyFolders folders;

    private Wiring(PluginHost host, DurableKeystore keystore, SecureRandom random) throws IOException {
        Path spill = host.dataDir().resolve(SPILL);
        settings = new CryptSettings(host.settings());
        AuditLog log = AuditLog.open(host.dataDir().resolve(AUDIT), keystore, host.clock(), e -> tell(host, e));
        core = new Core(log, host.clock(), spill, settings.unlockedTime(), random);
        core.spill().clean();
        Texts texts = new Texts(bundles);
        uses = new KeyUses(core.keystore());
        incoming = new IncomingMails(
                core.opener(), new Articles(core.spill()), uses, this::enabled, host.clock(), BY, texts);
        waiting = new WaitingMails(host.dataDir().resolve(WAITING), host.reprocessor());
        outgoing = new OutgoingMails(core.planner(), core.protector(), uses, settings::policy, host.clock(), BY, texts);
        AdminParts parts = new AdminParts(
                host,
                core.keystore(),
                core.importer(),
                core.passwords(),
                core.usability(),
                core.exporter(),
                settings,
                Limits.DEFAULT,
                texts,
                new Changes(core, waiting),
                log);
        folders = KeyFolders.open(
                settings::watchedFolders,
                host.dataDir().resolve(FOLDERS),
                new KeyFolders.Target(
                        core.keystore(),
                        core.importer(),
                        Author.SYSTEM.who(),
                        host.clock(),
                        Limits.DEFAULT,
                        fingerprints -> {
                            parts.changes().changed(fingerprints);
                            raiseErrors();
                        }));
        errors = new ConfigurationErrors(
                parts, List.of(new FolderProblems(folders::status, texts), new SealProblems(keystore, texts)));
        contactPage = new ContactPage(parts, errors);
        pages = new org.sealdesk.crypt.admin.CryptAdminPages(
                parts,
                errors,
                new FolderDesk(folders, host::scheduler),
                new KeystoreDesk(
                        log.care(keystore),
                        host::scheduler,
                        host.clock(),
                        texts,
                        () -> parts.changes().changed(List.of()),
                        this::raiseErrors),
                random);
        commands = new Commands(
                new Workbenches(
                        core, Optional.of(log.care(keystore)), new HostKek(host.secrets()), spill, folders, random),
                new ReportMapper(BY, texts));
    }

    static Wiring start(PluginHost host) throws IOException {
        Files.createDirectories(host.dataDir());
        SecureRandom random = new SecureRandom();
        DurableKeystore keystore;
        try {
            keystore = DurableKeystore.open(
                    host.dataDir().resolve(KEYSTORE),
                    SealChoice.source(
                            new CryptSettings(host.settings())::seal,
                            new HostKek(host.secrets()),
                            host.dataDir(),
                            System::getenv,
                            new PassphraseKeys()),
                    StoreSettings.forHeap(Runtime.getRuntime().maxMemory()),
                    host.clock().withZone(ZoneOffset.UTC),
                    random);
        } catch (KeystoreInUse | KeystoreUnavailable e) {
            throw new IOException(e.getMessage(), e);
        }
        try {
            Wiring wiring = new Wiring(host, keystore, random);
            wiring.errors.raise();
            return wiring;
        } catch (IOException | RuntimeException e) {
            keystore.close();
            throw e;
        }
    }

    private record Changes(Core core, WaitingMails waiting) implements AdminParts.KeyChanges {
        @Override
        public void changed(List<String> fingerprints) {
            core.forgetUnlocked();
            waiting.tryAgain();
        }

        @Override
        public int waitingMails() {
            return waiting.count();
        }
    }

    /** The host's log is a copy: a host that fails there must not stop what is durable here. */
    private static void tell(PluginHost host, AuditEntry entry) {
        try {
            AuditEvent event = entry.event();
            host.audit()
                    .record(new AuditSink.Event(
                            entry.at(), entry.who(), event.action(), event.subject(), event.outcome()));
        } catch (RuntimeException e) {
            LOG.warn("the host did not take entry {} of the audit log: {}", entry.sequence(), e.getMessage());
        }
    }

    private Set<Technology> enabled() {
        Set<Technology> enabled = EnumSet.noneOf(Technology.class);
        for (Technology technology : Technology.values()) {
            if (settings.isOn(technology)) {
                enabled.add(technology);
            }
        }
        return enabled;
    }

    BundleTexts bundles() {
        return bundles;
    }

    ReceiveDecision receive(IncomingMail mail) {
        return waiting.noted(mail, incoming.onReceive(mail));
    }

    OutgoingMails outgoing() {
        return outgoing;
    }

    Commands commands() {
        return commands;
    }

    ContactPages contactPage() {
        return contactPage;
    }

    AdminPages pages() {
        return pages;
    }

    List<ScheduledTasks.Task> tasks() {
        return List.of(
                new ScheduledTasks.Task("crypt-folders", KeyFolders.TICK, folders::tick),
                new ScheduledTasks.Task("crypt-health", Duration.ofHours(1), errors::raise),
                new ScheduledTasks.Task("crypt-key-uses", USES_EVERY, this::writeUses),
                new ScheduledTasks.Task("crypt-waiting-keys", Duration.ofHours(1), this::dropOverdueKeys));
    }

    private void raiseErrors() {
        errors.raise();
    }

    private void dropOverdueKeys() {
        try {
            core.importer().dropOverdueKeys();
        } catch (org.sealdesk.crypt.key.KeystoreLocked | KeystoreUnavailable e) {
            LOG.warn("private keys without a certificate stay: {}", e.getMessage());
        }
    }

    private void writeUses() {
        uses.flush().ifPresent(why -> LOG.warn("days of use of keys are written later: {}", why));
    }

    void close() {
        folders.close();
        writeUses();
        try {
            core.close();
        } catch (IOException e) {
            LOG.warn("temporary files stay until the next start: {}", e.getMessage());
        }
    }
}
