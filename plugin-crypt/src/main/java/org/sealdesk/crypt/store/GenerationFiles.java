package org.sealdesk.crypt.store;

/** The names of the three files of one generation. */
record GenerationFiles(long sequence) {

    private static final String MANIFEST_END = ".manifest";

    String data() {
        return StoreFolder.numbered(StoreFolder.GENERATION, sequence, ".mapdb");
    }

    String pages() {
        return StoreFolder.numbered(StoreFolder.GENERATION, sequence, ".pages");
    }

    String manifest() {
        return StoreFolder.numbered(StoreFolder.GENERATION, sequence, MANIFEST_END);
    }

    /** Newest first. */
    static java.util.List<GenerationFiles> in(StoreFolder folder) throws java.io.IOException {
        return folder.names(StoreFolder.GENERATION, MANIFEST_END).stream()
                .map(name -> StoreFolder.numberIn(StoreFolder.GENERATION, name, MANIFEST_END))
                .filter(sequence -> sequence >= 0)
                .sorted(java.util.Comparator.reverseOrder())
                .map(GenerationFiles::new)
                .toList();
    }
}
