package org.sealdesk.crypt.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sealdesk.api.Problem;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.folder.KeyFolders;
import org.sealdesk.crypt.intake.Desk;
import org.sealdesk.crypt.intake.FactsCheck;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.text.BundleTexts;
import org.sealdesk.crypt.text.Texts;

/** The pages over a keystore and a host in memory. */
final class AdminDesk implements AutoCloseable {

    /** Made by desks that read folders; these are closed. */
    private final Path memory = Path.of(System.getProperty("java.io.tmpdir"), "crypt-folders-" + UUID.randomUUID());

    final Desk desk = new Desk();
    final TestHost host = new TestHost(desk.clock);
    int waitingMails;
    final List<String> changed = new ArrayList<>();
    final AuditLog log = AuditLog.inMemory(
            desk.keystore,
            desk.clock,
            entry -> host.audit()
                    .record(new AuditSink.Event(
                            entry.at(),
                            entry.who(),
                            entry.event().action(),
                            entry.event().subject(),
                            entry.event().outcome())));
    final List<String> exported = new ArrayList<>();
    private final SecretExporter exporter = (secret, certificate, passphrase) -> {
        SecretExporter.requireLong(passphrase);
        exported.add(certificate.fingerprint().hex());
        return Octets.of(new byte[] {1, 2, 3});
    };
    final AdminParts parts = new AdminParts(
            host,
            log.keystore(),
            desk.importerTo(log.keystore()),
            new PasswordVault(log.keystore(), desk.pgp, desk.clock, Limits.DEFAULT),
            new FactsCheck(),
            exporter,
            new CryptSettings(host.settings()),
            Limits.DEFAULT,
            new Texts(BundleTexts.load()),
            new AdminParts.KeyChanges() {
                @Override
                public void changed(List<String> fingerprints) {
                    changed.addAll(fingerprints);
                }

                @Override
                public int waitingMails() {
                    return waitingMails;
                }
            },
            log);
    final KeyFolders folders = folders();
    final List<Runnable> scheduled = new ArrayList<>();
    final FolderDesk folderDesk = new FolderDesk(folders, () -> (name, delay, work) -> scheduled.add(work));
    final KeystoreDesk keystoreDesk = new KeystoreDesk(
            log.care(new NoDiskCare()),
            () -> (name, delay, work) -> scheduled.add(work),
            desk.clock,
            new Texts(BundleTexts.load()),
            () -> changed.add("unlocked"),
            () -> {});
    final ConfigurationErrors errors =
            new ConfigurationErrors(parts, List.of(new FolderProblems(folders::status, parts.texts())));
    final CryptAdminPages pages = new CryptAdminPages(parts, errors, folderDesk, keystoreDesk, new SecureRandom());

    private KeyFolders folders() {
        try {
            return KeyFolders.open(
                    parts.settings()::watchedFolders,
                    memory,
                    new KeyFolders.Target(
                            log.keystore(),
                            desk.importerTo(log.keystore()),
                            "system",
                            desk.clock,
                            Limits.DEFAULT,
                            parts.changes()::changed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        folders.close();
        if (Files.exists(memory)) {
            PeerProcess.deleteTree(memory);
        }
    }

    Outcome handle(TestRequest request) throws Exception {
        return pages.handle(request);
    }

    View view(TestRequest request) throws Exception {
        Outcome outcome = handle(request);
        if (outcome instanceof Outcome.Invalid invalid) {
            return invalid.view();
        }
        return ((Outcome.Page) outcome).view();
    }

    String text(TestRequest request) throws Exception {
        return text(view(request));
    }

    static String text(View view) {
        return view.title() + "\n"
                + view.notices().stream().map(p -> p.what() + "\n").collect(Collectors.joining())
                + view.body().stream().map(Component::plainText).collect(Collectors.joining("\n"));
    }

    Problem notice(TestRequest request) throws Exception {
        return ((Outcome.Redirect) handle(request)).notice().orElseThrow();
    }
}
