package org.sealdesk.crypt.admin;

import java.util.List;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Banner;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Tree;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.text.Texts;

/** Draws the issuers of a certificate, root first, and says how the chain ends. */
final class ChainTree {

    private final AdminParts parts;
    private final Texts texts;
    private final KeyStatus status;

    ChainTree(AdminParts parts) {
        this.parts = parts;
        this.texts = parts.texts();
        this.status = new KeyStatus(parts);
    }

    Section of(StoredCertificate stored) {
        IssuerChain chain =
                IssuerChain.of(stored, parts.keystore(), parts.limits().chainLength());
        Tree tree = new Tree(
                texts.of("chain.caption"),
                List.of(node(chain.path(), chain.path().size() - 1)));
        return new Section("chain", texts.of("chain.title"), List.of(tree, end(chain)));
    }

    private Tree.Node node(List<StoredCertificate> path, int index) {
        StoredCertificate stored = path.get(index);
        List<Component> label = List.of(
                new Link(Text.data(stored.certificate().displayName()), KeyPaths.detail(stored.certificate())),
                status.of(stored));
        return new Tree.Node(label, index == 0 ? List.of() : List.of(node(path, index - 1)));
    }

    Banner end(IssuerChain chain) {
        return switch (chain.end()) {
            case ANCHOR ->
                new Banner(Tone.GOOD, texts.of("chain.complete", chain.path().size()), List.of());
            case UNTRUSTED_ROOT -> {
                StoredCertificate root = chain.path().get(chain.path().size() - 1);
                yield new Banner(
                        Tone.WARN,
                        texts.of("chain.untrusted", root.certificate().displayName()),
                        List.of(Action.link(
                                "root", texts.of("chain.untrusted.fix"), KeyPaths.detail(root.certificate()))));
            }
            case ISSUER_MISSING ->
                new Banner(
                        Tone.WARN,
                        texts.of("chain.missing", chain.nextIssuer()),
                        List.of(Action.link("import", texts.of("chain.missing.fix"), "import")));
            case ENDLESS ->
                new Banner(Tone.WARN, texts.of("chain.endless", parts.limits().chainLength()), List.of());
        };
    }
}
