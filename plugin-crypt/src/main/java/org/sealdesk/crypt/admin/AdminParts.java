package org.sealdesk.crypt.admin;

import java.time.Instant;
import java.util.List;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.api.host.PluginHost;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.audit.AuditLog;
import org.sealdesk.crypt.engine.SecretExporter;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.intake.UsabilityCheck;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.text.Texts;

/**
 * What the pages work with.
 *
 * @param keystore records what is changed through it
 * @param changes hears of every change of keys that a page made
 * @param log of all changes
 */
public record AdminParts(
        PluginHost host,
        Keystore keystore,
        KeyImporter importer,
        PasswordVault passwords,
        UsabilityCheck usability,
        SecretExporter exporter,
        CryptSettings settings,
        Limits limits,
        Texts texts,
        KeyChanges changes,
        AuditLog log) {

    Instant now() {
        return host.clock().instant();
    }

    /** The keystore, changed in the name of whoever sent the request. */
    Keystore keystoreFor(AdminRequest request, String action, String reason) {
        return keystore.by(new Author(request.actor(), action, reason));
    }

    /** Records what happened beside the keystore, whose changes record themselves. */
    void audit(String actor, String action, String subject, String outcome) {
        try {
            log.record(Author.of(actor, action), new AuditEvent(action, subject, "", "", outcome));
        } catch (KeystoreUnavailable e) {
            // It happened and cannot be taken back; the host's log at least has it.
            host.audit().record(new AuditSink.Event(now(), actor, action, subject, outcome));
        }
    }

    /** Hears of changes, so that unlocked copies are forgotten and waiting mail is tried again. */
    public interface KeyChanges {

        /** @param fingerprints hexadecimal, of certificates that came, changed or went */
        void changed(List<String> fingerprints);

        /** How many mails wait for a key. */
        default int waitingMails() {
            return 0;
        }
    }
}
