"""The texts of what is found in parts, by weights alone; the lines of code use the reading's own parts."""

from course_lib.reading.entry import Entry

PARTS = {
    "nothing grave in the weights": Entry(
        "Weights alone show zeros, copies and sizes; what your data do in this network they cannot show.",
        "Train it. If it does not learn, look at data, labels and rate, and at how far each block has moved.",
        "12", "The trap: accuracy hides dead blocks", "parts"),
    "dead branch": Entry(
        "Each factor of a product hears the error through the other one: two exact zeros wait for each other for ever.",
        "Draw one of the two at random. The other may stay zero: it moves at the first step.",
        "12", "A switch for each factor",
        "{role: np.abs(array).max() for role, array in parts[{part}].arrays.items()}"),
    "equal filters": Entry(
        "All filters see the same patches, so equal ones with equal outgoing weights get equal gradients.",
        "Draw the filters anew at random, or what follows them.",
        "13", "The claim, as numbers: equal filters",
        "diagnostics.distinct_rows(parts[{part}].arrays['W'].reshape(len(parts[{part}].arrays['W']), -1))"),
    "equal heads": Entry(
        "Equal heads get equal gradients: together they are one head with the sum of their output matrices.",
        "Draw W_Q, W_K and W_V anew for each head; a W_O that differs from head to head is enough, too.",
        "13", "The claim, as numbers: equal heads",
        "diagnostics.distinct_rows(parts[{part}].arrays['W_V'].reshape(len(parts[{part}].arrays['W_V']), -1))"),
    "equal units of a pair": Entry(
        "Units whose row of A and column of B agree stay equal, so the product has a lower rank than its shape.",
        "Draw A at random, with a row of its own for each unit; B may be zero.",
        "12", "The rank of the pair", "diagnostics.distinct_rows(parts[{part}].arrays['A'])"),
    "missing 1/√N": Entry(
        "Every block adds to the stream; without a factor in front of the branches it grows with the number of blocks.",
        "Divide the last matrix of each branch by √(number of branches), or start it (or a gate) at zero.",
        "12", "How large may a branch be?", "[stream.squares for stream in parts.streams]"),
    "a normalization hides the scale": Entry(
        "Weights c times as large give the same output and a gradient 1/c as large: their size became a learning rate.",
        "Draw them with std √(2/fan-in) for ReLU or 1/√(fan-in); then one learning rate fits all layers.",
        "14", "The size, with and without normalization", "parts[{part}].arrays['W'].std()"),
    "tied embeddings too large": Entry(
        "As an output matrix, rows of size √d score d for their own token: sure of an answer before anything was seen.",
        "nn.init.normal_(embedding.weight, std=0.02), or divide by √d: then a guess is what the first loss costs.",
        "13", "One standard deviation for all?", "(parts[{part}].arrays.get('E', parts[{part}].arrays.get('W'))**2)"
        ".sum(axis=1).mean()"),
}
