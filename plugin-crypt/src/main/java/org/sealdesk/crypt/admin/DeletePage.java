package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Banner;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Deletes a key after saying what that costs. An own key takes the password of the administrator again: mail that was
 * encrypted for it can never be read without it.
 */
final class DeletePage implements AdminPage {

    private final AdminParts parts;
    private final Frame frame;
    private final ConfigurationErrors errors;
    private final Texts texts;
    private final Technology technology;

    DeletePage(AdminParts parts, Frame frame, ConfigurationErrors errors, Technology technology) {
        this.parts = parts;
        this.frame = frame;
        this.errors = errors;
        this.texts = parts.texts();
        this.technology = technology;
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        Optional<StoredCertificate> found = KeyPaths.find(parts.keystore(), technology, path.get(1));
        if (found.isEmpty()) {
            return new Outcome.NotFound();
        }
        return request.isWrite() ? delete(request, found.get()) : new Outcome.Page(ask(found.get()));
    }

    private View ask(StoredCertificate stored) {
        Certificate certificate = stored.certificate();
        List<Component> consequences = new ArrayList<>();
        new Consequences(parts, stored).texts().forEach(text -> consequences.add(new Component.Paragraph(text)));
        Tone tone = stored.hasSecret() ? Tone.STOP : Tone.WARN;
        Text question = texts.of(stored.hasSecret() ? "delete.own" : "delete.contact", certificate.displayName());
        Action go = Action.dangerousPost(
                "delete",
                texts.of("delete.button"),
                KeyPaths.below(certificate, "delete"),
                texts.of("delete.confirm", certificate.displayName()),
                Map.of());
        Action retire = Action.post(
                "retire", texts.of("delete.retire"), KeyPaths.below(certificate, "role"), Map.of("role", "RETIRED"));
        Action cancel = Action.link("cancel", texts.of("action.cancel"), KeyPaths.detail(certificate));
        return frame.view(
                "crypt." + KeyPaths.list(technology) + ".delete",
                texts.of("delete.title", certificate.displayName()),
                List.of(
                        new Link(texts.of("list." + KeyPaths.list(technology) + ".title"), KeyPaths.list(technology)),
                        new Link(Text.data(certificate.displayName()), KeyPaths.detail(certificate))),
                List.of(
                        new Banner(tone, question, List.of(retire)),
                        new Section("consequences", texts.of("delete.consequences"), consequences)),
                List.of(go, cancel));
    }

    private Outcome delete(AdminRequest request, StoredCertificate stored) {
        if (stored.hasSecret() && !RecentPassword.isGiven(request)) {
            return new Outcome.Reauthenticate(
                    texts.of("delete.reauthenticate", stored.certificate().displayName()));
        }
        String hex = stored.certificate().fingerprint().hex();
        try {
            parts.keystoreFor(request, stored.hasSecret() ? "key.delete.own" : "key.delete", "")
                    .apply(changes(stored));
        } catch (KeystoreLocked | KeystoreUnavailable e) {
            return frame.failed(
                    KeyPaths.detail(stored.certificate()),
                    "store.unavailable",
                    texts.of("problem.store.unavailable"),
                    Text.data(String.valueOf(e.getMessage())));
        }
        parts.changes().changed(List.of(hex));
        errors.raise();
        return frame.done(
                KeyPaths.list(technology),
                texts.of("delete.done", stored.certificate().displayName()));
    }

    private List<Keystore.Change> changes(StoredCertificate stored) {
        Certificate certificate = stored.certificate();
        List<Keystore.Change> changes = new ArrayList<>();
        if (stored.hasSecret() && Consequences.lastOfItsKey(parts, certificate)) {
            changes.add(new Keystore.Change.DeleteSecret(certificate.secretKeyId()));
        }
        changes.add(new Keystore.Change.DeleteCertificate(certificate.fingerprint()));
        for (StoredCertificate own : Consequences.relatedTo(parts, certificate.fingerprint())) {
            List<Fingerprint> rest = own.facts().related().stream()
                    .filter(f -> !f.equals(certificate.fingerprint()))
                    .toList();
            changes.add(new Keystore.Change.PutFacts(
                    own.certificate().fingerprint(), own.facts().withRelated(rest)));
        }
        return changes;
    }
}
