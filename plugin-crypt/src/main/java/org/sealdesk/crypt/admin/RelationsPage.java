package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** Which certificates are sent along with every signature of an own one, and in which order. */
final class RelationsPage implements AdminPage {

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;
    private final KeyStatus status;
    private final ChainTree chains;

    RelationsPage(AdminParts parts, Frame frame) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
        this.status = new KeyStatus(parts);
        this.chains = new ChainTree(parts);
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        Optional<StoredCertificate> found = KeyPaths.find(parts.keystore(), Technology.SMIME, path.get(1));
        if (found.isEmpty()) {
            return new Outcome.NotFound();
        }
        return request.isWrite() ? change(request, found.get()) : new Outcome.Page(page(request, found.get()));
    }

    private View page(AdminRequest request, StoredCertificate own) {
        boolean may = request.may(Permissions.MANAGE_KEYS);
        String here = KeyPaths.below(own.certificate(), "relations");
        List<Action> actions = may
                ? List.of(Action.post("complete", texts.of("relations.complete"), here, Map.of("op", "complete")))
                : List.of();
        return frame.view(
                "crypt.smime.relations",
                texts.of("relations.title", own.certificate().displayName()),
                List.of(
                        new Link(texts.of("list.smime.title"), "smime"),
                        new Link(Text.data(own.certificate().displayName()), KeyPaths.detail(own.certificate()))),
                List.of(
                        frame.paragraph("relations.what"),
                        sent(own, here, may),
                        available(own, request, here, may),
                        chains.of(own)),
                actions);
    }

    private Section sent(StoredCertificate own, String here, boolean may) {
        List<Table.TableRow> rows = new ArrayList<>();
        for (Fingerprint fingerprint : own.facts().related()) {
            parts.keystore()
                    .byFingerprint(fingerprint)
                    .ifPresent(c -> rows.add(row(
                            c,
                            may
                                    ? List.of(
                                            op("up", here, fingerprint),
                                            op("down", here, fingerprint),
                                            op("remove", here, fingerprint))
                                    : List.of())));
        }
        return new Section(
                "sent",
                texts.of("relations.sent"),
                List.of(table("sent", rows, Optional.empty(), texts.of("relations.sent.empty"))));
    }

    private Section available(StoredCertificate own, AdminRequest request, String here, boolean may) {
        String query = request.param("q").orElse("");
        List<Table.TableRow> rows = new KeySearch(parts.keystore(), Technology.SMIME)
                .find(query, Optional.empty(), Optional.empty()).items().stream()
                        .filter(c -> mayBeAdded(own, c))
                        .map(c -> row(
                                c, may ? List.of(op("add", here, c.certificate().fingerprint())) : List.of()))
                        .toList();
        Field field = new Field(
                "q",
                Field.Kind.SEARCH,
                texts.of("list.smime.search"),
                query,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
        Form search = new Form("search", here, false, List.of(field), texts.of("list.search"), Map.of());
        return new Section(
                "available",
                texts.of("relations.available"),
                List.of(table("available", rows, Optional.of(search), texts.of("relations.available.empty"))));
    }

    private static boolean mayBeAdded(StoredCertificate own, StoredCertificate other) {
        Fingerprint fingerprint = other.certificate().fingerprint();
        return !fingerprint.equals(own.certificate().fingerprint())
                && !own.facts().related().contains(fingerprint);
    }

    private Table table(String id, List<Table.TableRow> rows, Optional<Form> search, Text empty) {
        return new Table(
                id,
                texts.of("relations." + id),
                List.of(
                        new Table.Column("who", texts.of("list.smime.who"), false),
                        new Table.Column("id", texts.of("list.smime.id"), false),
                        new Table.Column("status", texts.of("list.status"), false),
                        new Table.Column("expires", texts.of("list.expires"), false)),
                rows,
                search,
                Optional.empty(),
                new Component.Empty(empty, List.of()));
    }

    private Table.TableRow row(StoredCertificate c, List<Action> actions) {
        return new Table.TableRow(
                c.certificate().fingerprint().hex(),
                List.of(
                        new Link(Text.data(c.certificate().displayName()), KeyPaths.detail(c.certificate())),
                        Frame.data(KeyFacts.shortName(c.certificate())),
                        status.of(c),
                        new Component.Paragraph(
                                frame.dateOrNever(c.certificate().validity().to()))),
                actions,
                Tone.NEUTRAL);
    }

    private Action op(String op, String here, Fingerprint target) {
        return Action.post(
                op + "-" + target.hex(), texts.of("relations." + op), here, Map.of("op", op, "target", target.hex()));
    }

    private Outcome change(AdminRequest request, StoredCertificate own) {
        String here = KeyPaths.below(own.certificate(), "relations");
        String op = request.param("op").orElse("");
        List<Fingerprint> related = new ArrayList<>(own.facts().related());
        Optional<StoredCertificate> target =
                request.param("target").flatMap(hex -> KeyPaths.find(parts.keystore(), Technology.SMIME, hex));
        switch (op) {
            case "complete" -> complete(own, related);
            case "add" ->
                target.filter(t -> mayBeAdded(own, t))
                        .ifPresent(t -> related.add(t.certificate().fingerprint()));
            case "remove" ->
                target.ifPresent(t -> related.remove(t.certificate().fingerprint()));
            case "up" -> target.ifPresent(t -> move(related, t.certificate().fingerprint(), -1));
            case "down" -> target.ifPresent(t -> move(related, t.certificate().fingerprint(), 1));
            default -> {
                return new Outcome.NotFound();
            }
        }
        return related.equals(own.facts().related())
                ? frame.done(here, texts.of("relations.nothing"))
                : put(request, own, related, op, here);
    }

    /** The issuers in their order first, then what somebody added beside them. */
    private void complete(StoredCertificate own, List<Fingerprint> related) {
        List<Fingerprint> chain =
                IssuerChain.of(own, parts.keystore(), parts.limits().chainLength()).intermediates().stream()
                        .map(c -> c.certificate().fingerprint())
                        .toList();
        related.removeAll(chain);
        related.addAll(0, chain);
    }

    private static void move(List<Fingerprint> list, Fingerprint target, int by) {
        int from = list.indexOf(target);
        int to = from + by;
        if (from >= 0 && to >= 0 && to < list.size()) {
            list.add(to, list.remove(from));
        }
    }

    private Outcome put(
            AdminRequest request, StoredCertificate own, List<Fingerprint> related, String op, String here) {
        String hex = own.certificate().fingerprint().hex();
        try {
            parts.keystoreFor(request, "key.relations." + op, "")
                    .apply(List.of(new Keystore.Change.PutFacts(
                            own.certificate().fingerprint(), own.facts().withRelated(related))));
        } catch (KeystoreLocked | KeystoreUnavailable e) {
            return frame.failed(
                    here,
                    "store.unavailable",
                    texts.of("problem.store.unavailable"),
                    Text.data(String.valueOf(e.getMessage())));
        }
        parts.changes().changed(List.of(hex));
        return frame.done(here, texts.of("change.saved", own.certificate().displayName()));
    }
}
