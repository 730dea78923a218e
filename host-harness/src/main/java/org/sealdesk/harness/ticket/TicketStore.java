package org.sealdesk.harness.ticket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.harness.files.DurableFiles;
import org.sealdesk.harness.json.Json;

/** All tickets: folders on disk, with an index in memory that is read once at start. */
public final class TicketStore {

    private final Path tickets;
    private final Path arrivals;
    private final Map<Integer, Ticket> byNumber = new TreeMap<>();
    private final Map<String, Article> articles = new HashMap<>();
    private final Map<String, Path> folders = new HashMap<>();
    private final Map<String, Integer> ticketOfMail = new HashMap<>();
    private final Map<String, Integer> ticketOfMessageId = new HashMap<>();

    private record TicketFile(int number, String title, String queue, Instant created) {}

    public TicketStore(Path directory) throws IOException {
        tickets = Files.createDirectories(directory.resolve("tickets"));
        arrivals = Files.createDirectories(directory.resolve("arrivals"));
        for (Path folder : children(tickets)) {
            readTicket(folder);
        }
        for (Path folder : children(arrivals)) {
            readArrival(folder);
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.filter(Files::isDirectory).sorted().toList();
        }
    }

    private void readTicket(Path folder) throws IOException {
        if (!Files.exists(folder.resolve("ticket.json"))) {
            return; // a crash came between the folder and its file; nothing is in it
        }
        TicketFile file = Json.read(folder.resolve("ticket.json"), TicketFile.class);
        byNumber.put(file.number(), new Ticket(file.number(), file.title(), file.queue(), file.created(), List.of()));
        for (Path article : children(folder)) {
            if (Files.exists(article.resolve("article.json"))) {
                index(file.number(), new ArticleFiles(article).article(), article);
            }
        }
    }

    /** An arrival without its article file was never answered with 250, so its sender still has it. */
    private void readArrival(Path folder) throws IOException {
        if (Files.exists(folder.resolve("article.json"))) {
            Article article = new ArticleFiles(folder).article();
            articles.put(article.mailId(), article);
            folders.put(article.mailId(), folder);
        } else {
            DurableFiles.deleteTree(folder);
        }
    }

    private void index(int number, Article article, Path folder) {
        articles.put(article.mailId(), article);
        folders.put(article.mailId(), folder);
        ticketOfMail.put(article.mailId(), number);
        if (!article.headers().messageId().isEmpty()) {
            ticketOfMessageId.putIfAbsent(article.headers().messageId(), number);
        }
        byNumber.computeIfPresent(number, (n, t) -> {
            List<String> ids = new ArrayList<>(t.mailIds());
            if (!ids.contains(article.mailId())) {
                ids.add(article.mailId());
            }
            return new Ticket(n, t.title(), t.queue(), t.created(), ids);
        });
    }

    /** Keeps the original of a mail before anything looks at it; durable when it returns. */
    public void arrive(Article article, InputStream octets) throws IOException {
        Path folder = arrivals.resolve(article.mailId());
        ArticleFiles files = new ArticleFiles(Files.createDirectories(folder));
        files.writeOriginal(octets);
        files.write(article);
        synchronized (this) {
            articles.put(article.mailId(), article);
            folders.put(article.mailId(), folder);
        }
    }

    /** Mails that no ticket has yet. */
    public synchronized List<String> arrivals() {
        return articles.keySet().stream()
                .filter(id -> !ticketOfMail.containsKey(id))
                .sorted()
                .toList();
    }

    public synchronized Ticket open(String title, String queue, Instant at) throws IOException {
        int number = byNumber.keySet().stream().max(Comparator.naturalOrder()).orElse(0) + 1;
        Path folder = folder(number);
        Json.write(folder.resolve("ticket.json"), new TicketFile(number, title, queue, at));
        Ticket ticket = new Ticket(number, title, queue, at, List.of());
        byNumber.put(number, ticket);
        return ticket;
    }

    /** A better title, such as the protected subject once it can be read. */
    public synchronized void retitle(int number, String title) throws IOException {
        Ticket t = ticket(number).orElseThrow();
        Json.write(folder(number).resolve("ticket.json"), new TicketFile(number, title, t.queue(), t.created()));
        byNumber.put(number, new Ticket(number, title, t.queue(), t.created(), t.mailIds()));
    }

    /** Moves an arrival into a ticket. */
    public synchronized void deliver(String mailId, int number) throws IOException {
        Article article = article(mailId).orElseThrow();
        Path to = nextFolder(number);
        DurableFiles.rename(files(mailId).folder(), to);
        index(number, article, to);
    }

    /** Puts a mail of ours into a ticket. */
    public synchronized void add(int number, Article article, InputStream clear) throws IOException {
        Path to = nextFolder(number);
        ArticleFiles files = new ArticleFiles(Files.createDirectories(to));
        files.writeOriginal(clear);
        files.write(article);
        index(number, article, to);
    }

    public synchronized void update(Article article) {
        Path folder = folders.get(article.mailId());
        if (folder == null) {
            throw new IllegalArgumentException("no mail " + article.mailId());
        }
        try {
            new ArticleFiles(folder).write(article);
        } catch (IOException e) {
            throw new UncheckedIOException("article could not be written", e);
        }
        articles.put(article.mailId(), article);
    }

    public synchronized Optional<Article> article(String mailId) {
        return Optional.ofNullable(articles.get(mailId));
    }

    /** Whether an article's content came encrypted; false for an unknown id. */
    public boolean isConfidential(String mailId) throws IOException {
        return article(mailId).isPresent() && files(mailId).reports().stream().anyMatch(SecurityReport::confidential);
    }

    public synchronized ArticleFiles files(String mailId) {
        Path folder = folders.get(mailId);
        if (folder == null) {
            throw new IllegalArgumentException("no mail " + mailId);
        }
        return new ArticleFiles(folder);
    }

    /** The octets of a mail as they came; readable also after the mail has moved into a ticket. */
    public MailContent original(String mailId) throws IOException {
        return new StoredOriginal(this, mailId, files(mailId).originalContent().size());
    }

    public synchronized Optional<Ticket> ticket(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    public synchronized Optional<Integer> ticketOf(String mailId) {
        return Optional.ofNullable(ticketOfMail.get(mailId));
    }

    public synchronized Optional<Integer> ticketOfMessageId(String messageId) {
        return Optional.ofNullable(ticketOfMessageId.get(messageId));
    }

    /** Newest first. */
    public synchronized List<Ticket> tickets() {
        List<Ticket> all = new ArrayList<>(byNumber.values());
        all.sort(Comparator.comparing(Ticket::number).reversed());
        return all;
    }

    public synchronized List<Article> articles() {
        return List.copyOf(articles.values());
    }

    private Path nextFolder(int number) throws IOException {
        int next = children(folder(number)).size() + 1;
        return folder(number).resolve(String.format(Locale.ROOT, "article-%04d", next));
    }

    private Path folder(int number) {
        return tickets.resolve(String.format(Locale.ROOT, "%06d", number));
    }
}
