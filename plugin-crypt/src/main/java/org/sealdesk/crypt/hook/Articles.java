package org.sealdesk.crypt.hook;

import java.io.IOException;
import java.util.Optional;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.mime.Article;
import org.sealdesk.crypt.mime.MimePart;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;

/** What a ticket shows in place of a mail that was opened. */
public final class Articles {

    private final Spill spill;

    public Articles(Spill spill) {
        this.spill = spill;
    }

    /** @return empty if the mail is shown as it came */
    public Optional<Content> of(OpenedMail opened) throws IOException {
        if (opened.outer().isEmpty()) {
            return Optional.empty();
        }
        MimePart outer = opened.outer().get();
        if (opened.payload().isEmpty() || opened.headers().isEmpty()) {
            return Article.withoutLookAlikes(outer).map(Article::octets);
        }
        Article article =
                Article.of(outer, opened.payload().get(), opened.headers().get(), spill);
        return Optional.of(article.octets());
    }
}
