"""Multiplying documents for benchmarks: names vary, and the vocabulary grows as in real text."""

from benchmarks.corpora import multiply, vary

TEXT = "The kubelet of each node starts containerd, and kubectl asks the kubelet. Kubelets restart."


def test_the_first_copy_is_the_text_itself():
    assert vary(TEXT, 0) == TEXT


def test_common_words_stay_and_a_name_is_the_same_throughout_a_copy():
    for copy in range(1, 30):
        first, second = vary("the kubelet of the house", copy), vary("house of the Kubelet", copy)
        name = first.split()[1]
        assert first == f"the {name} of the house"
        assert second == f"house of the {name.capitalize()}"


def test_copies_go_on_until_there_are_so_many_words():
    # Fourteen words in each copy: the fourth one reaches 50.
    assert len(TEXT.split()) == 14
    assert [copy for copy, _, _ in multiply([TEXT], 50)] == [0, 1, 2, 3]


def test_a_name_has_forms_as_the_root_of_copies_and_no_more():
    # Among k copies, at most 100^0.6 = 15.8, rounded up: 16.
    forms = {vary("kubelet", copy) for copy in range(100)}
    assert 8 <= len(forms) <= 16
