package org.sealdesk.crypt.admin;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Chip;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.key.StoredRevocationList.Signature;
import org.sealdesk.crypt.text.Texts;

/** The revocation lists that are here, and which of them still say something. */
final class RevocationListsPage implements AdminPage {

    static final String PATH = "smime-lists";

    /** Few hosts have more issuers than this; the newest are shown. */
    private static final int MAX_SHOWN = 500;

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;

    RevocationListsPage(AdminParts parts, Frame frame) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        return request.isWrite() ? delete(request) : new Outcome.Page(page(request.may(Permissions.MANAGE_KEYS)));
    }

    private View page(boolean may) {
        List<Table.TableRow> rows = parts.keystore().revocationLists(MAX_SHOWN).stream()
                .sorted(Comparator.comparing(
                                (StoredRevocationList l) -> l.facts().issuer())
                        .thenComparing(l -> l.facts().thisUpdate(), Comparator.reverseOrder()))
                .map(list -> row(list, may))
                .toList();
        Table table = new Table(
                "lists",
                texts.of("lists.title"),
                List.of(
                        new Table.Column("issuer", texts.of("lists.issuer"), false),
                        new Table.Column("from", texts.of("lists.from"), false),
                        new Table.Column("next", texts.of("lists.next"), false),
                        new Table.Column("entries", texts.of("lists.entries"), true),
                        new Table.Column("state", texts.of("list.status"), false)),
                rows,
                Optional.empty(),
                Optional.empty(),
                new Component.Empty(texts.of("lists.empty"), List.of()));
        return frame.view(
                "crypt.smime.lists",
                texts.of("lists.title"),
                List.of(new Link(texts.of("list.smime.title"), "smime")),
                List.of(frame.paragraph("lists.what"), table),
                may ? List.of(Action.link("import", texts.of("list.import"), "import")) : List.of());
    }

    private Table.TableRow row(StoredRevocationList list, boolean may) {
        RevocationListFacts facts = list.facts();
        String digest = facts.digest().hex();
        List<Action> actions = may
                ? List.of(Action.dangerousPost(
                        "delete-" + digest,
                        texts.of("list.delete"),
                        PATH,
                        texts.of("lists.delete.confirm", facts.issuer()),
                        Map.of("list", digest)))
                : List.of();
        return new Table.TableRow(
                digest,
                List.of(
                        Frame.data(facts.issuer()),
                        new Component.Paragraph(frame.date(facts.thisUpdate())),
                        new Component.Paragraph(frame.dateOrNever(facts.nextUpdate())),
                        Frame.data(Integer.toString(facts.entries())),
                        state(list)),
                actions,
                Tone.NEUTRAL);
    }

    private Chip state(StoredRevocationList list) {
        if (list.signature() == Signature.NOT_CHECKED) {
            return new Chip(texts.of("lists.state.unchecked"), Tone.WARN, "question");
        }
        return list.facts().isOutOfDate(parts.now())
                ? new Chip(texts.of("lists.state.old"), Tone.WARN, "warning")
                : new Chip(texts.of("lists.state.fresh"), Tone.GOOD, "check");
    }

    private Outcome delete(AdminRequest request) {
        String digest = request.param("list").orElse("");
        Optional<RevocationListFacts> found = parts.keystore().revocationLists(Integer.MAX_VALUE).stream()
                .map(StoredRevocationList::facts)
                .filter(l -> l.digest().hex().equals(digest))
                .findFirst();
        if (found.isEmpty()) {
            return new Outcome.NotFound();
        }
        try {
            parts.keystoreFor(request, "list.delete", "")
                    .apply(List.of(new Keystore.Change.DeleteRevocationList(found.get())));
        } catch (KeystoreLocked | KeystoreUnavailable e) {
            return frame.failed(
                    PATH,
                    "store.unavailable",
                    texts.of("problem.store.unavailable"),
                    Text.data(String.valueOf(e.getMessage())));
        }
        return frame.done(PATH, texts.of("lists.deleted", found.get().issuer()));
    }
}
