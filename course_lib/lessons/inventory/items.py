"""The fifteen items: one idea each, its wrong answers what people say. They have not been validated with people.

`VERSION` goes into every line that is handed in; it grows whenever a text or the order here changes, because lines
tell answers by their places. Every right answer holds under the conditions that its text names.
"""

from typing import NamedTuple

VERSION = 1


class Item(NamedTuple):
    """One question.

    idea     what it asks for, in a few words: the name of its row in a class's table
    claim    the number of the claim (`course_lib.claims`) whose experiment shows the answer
    printed  a line of that experiment, or a part of it, as the claim's record has it
    text     the question
    choices  four answers; what is not right is what people say
    right    the place of the right one, from 0
    """

    idea: str
    claim: int
    printed: str
    text: str
    choices: tuple[str, str, str, str]
    right: int


ITEMS = (
    Item("equal units answer alike", 1, "distinct rows of A: `1` of 8, over 1,000 samples",
         "All weights of a layer are 0.5 and all biases 0. Is there a sample for which two of its units answer "
         "differently?", (
             "Yes, if the numbers in the sample differ from one another",
             "Yes, if the activation is curved, as sigmoid and tanh are",
             "No, whatever the sample",
             "No, unless the sample is noisy"), 2),
    Item("outgoing weights part units", 3, "W1 constant  W2 random    distinct rows of dW1: `4` of 4",
         "Four hidden tanh units: all weights into them are 0.5, all biases 0. The weights from them to the output are "
         "random. The task is XOR. What does the first step of training do to the four units?", (
             "They become different: each hears the error through its own outgoing weight",
             "They stay equal: equal units get equal gradients",
             "They stay equal: only random weights into them could part them",
             "Nothing: no error gets back to them"), 0),
    Item("descent subtracts the derivative", 17, "W -0.1 · dW: the loss `falls` by `0.012`",
         "For some weight the derivative of the loss is positive. What does a step of gradient descent do to this "
         "weight?", (
             "It makes it larger: the new weight is the old one plus the derivative",
             "It makes it smaller: the derivative says where the loss grows",
             "It sets it to the derivative",
             "Larger or smaller, depending on the learning rate"), 1),
    Item("what moves from zero", 4, "tanh     on OR, first step at which each part moves: "
                                    "{'W1': '`never`', 'b1': 'never', 'W2': 'never', 'b2': 1}",
         "One hidden layer of tanh units, a sigmoid output, all weights and biases 0. Three of the four samples belong "
         "to class 1. What moves in training?", (
             "All weights: from zero they can go either way",
             "All weights, but the hidden units stay equal to one another",
             "Nothing at all",
             "Only the bias of the output"), 3),
    Item("zero does not stop every model", 7, "from zeros : W = [[  `4.75` `-13.58`]], b = `-4.45`, loss `0.116`",
         "Logistic regression (one sigmoid unit, no hidden layer) starts with all weights at 0. Its loss has exactly "
         "one lowest point. Gradient descent with small steps ...", (
             "... moves its bias only",
             "... ends in that point, as from any other start",
             "... ends in a worse point than from random weights",
             "... never moves: zero stops every model"), 1),
    Item("one zero waits, two are dead", 22, "W1 zeros, identity, W2 zeros: W1 `is still zero`, accuracy `0.1`",
         "Two layers follow each other, with nothing between them: x goes through W1, the result through W2, and no "
         "way leads past them. There are no biases. Which start can never learn?", (
             "W1 zero, W2 random",
             "W1 random, W2 zero",
             "Both zero",
             "Each of these three: a layer of zeros cannot learn"), 2),
    Item("small is not different", 16, "all weights 0.1: unit classes after 1,000 steps: `1` of 4",
         "Somebody sets all weights to 0.1 instead of 0, and all biases to 0. Four hidden tanh units learn XOR by "
         "plain gradient descent. The four units ...", (
             "... become different: 0.1 is small and not zero",
             "... become different, but it takes long",
             "... never move",
             "... move, and stay equal to one another"), 3),
    Item("equal units draw one line", 6, "samples of XOR right: `3` of 4",
         "One hidden layer of tanh units learns XOR by plain gradient descent. All its units start with the same "
         "weights in, the same bias and the same weight out. How many of the four samples can it get right at most?", (
             "All four, if there are enough units",
             "All four, from the right constant",
             "Three",
             "Two, which is what guessing gives"), 2),
    Item("different need not be enough", 16, "ε = 1e-06  about `0` % of 200 seeds solve XOR",
         "A network with four hidden tanh units starts with weights of 0.5, to each of which a random number of the "
         "size of a millionth is added. It learns XOR for 1,000 steps at learning rate 1. Of 200 such starts ...", (
             "... next to none gets all four samples right",
             "... about half do",
             "... nearly all do, for all units are different",
             "... as many do as from weights that are wholly random"), 0),
    Item("size goes with 1/√inputs", 13, "gain √2: one ReLU layer multiplies the mean square by about `1.0`",
         "Random weights with mean 0, many layers of ReLU, each unit with n inputs. On average over draws the signal "
         "is to keep its size. How must the standard deviation of the weights depend on n?", (
             "Not at all: 0.01 is safe for every n",
             "It must be proportional to 1/√n",
             "It must be proportional to 1/n",
             "It must be proportional to √n: more inputs need larger weights"), 1),
    Item("too small in deep networks", 15,
         "hidden layers 10, scale  0.01: |dW1| is `2e-11` times that of Xavier's scale",
         "Ten layers of 32 tanh units. To keep the units from saturating, somebody multiplies standard Gaussian "
         "weights of the hidden layers by 0.01. Before training, the gradient of the first layer is ...", (
             "... healthy: small weights are the safe choice",
             "... especially large, because no unit is saturated",
             "... next to nothing, because each layer makes signal and error smaller",
             "... exactly 0"), 2),
    Item("large weights, large gradients", 15,
         "hidden layers 10, scale   1.0: |dW1| is `2e+02` times that of Xavier's scale",
         "Ten layers of 32 tanh units start with standard Gaussian weights, times 1, so that many units are saturated. "
         "Compared with a start at weights times 1/√32 (Xavier's), the gradient of the first layer is before training "
         "...", (
             "... much larger: it explodes",
             "... much smaller: saturated units let nothing through",
             "... about the same: only the inputs count",
             "... exactly 0"), 0),
    Item("chance must tell units apart", 9, "dropout of inputs: distinct rows of dW1: `1` of 4",
         "Sixteen hidden tanh units start equal, all weights 0.5, and learn XOR. Which of these sets them apart?", (
             "Samples that come in random mini-batches",
             "Inputs that are dropped at random",
             "Hidden units that are dropped at random, each for itself",
             "Each of these three: any chance breaks the symmetry"), 2),
    Item("Adam does not part units", 40, "Adam       `1` of 16 units are distinct",
         "All hidden units start equal. Adam, with an empty memory at first, gives each weight a step size of its own. "
         "Nothing in training is random. The units ...", (
             "... become different at once: their step sizes differ",
             "... become different, but later than with plain descent",
             "... become different if the learning rate is large",
             "... stay equal: equal gradients make equal step sizes"), 3),
    Item("different, not random", 42, "Hadamard      `32` of 32 units are distinct; above 0.9: `all`",
         "A network of 32 units in each hidden layer is to learn handwritten digits. No random number may be used for "
         "its start. Can it learn?", (
             "Yes, if its starting weights are all equal and large enough",
             "Yes, if the rows of weights differ enough, such as rows of +1 and −1 at right angles",
             "Only if something else in training is random",
             "No: weights must be random"), 1),
)
